"""An organization's daily sweeps and repairs against AWS's token buckets, and what a stack costs: a simulation.

One day of N accounts in each Region. All that is assumed is an option, and is printed.
"""

import argparse
import hashlib
import heapq
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

DAY, HOUR = 86400, 3600
LAST_SWEEP_ATTEMPT = (60, 120)  # Lambda tries again after one minute and two

# USD, us-east-1, arm64; the public price lists of November 2026 are the place to check them.
PRICES = {
    "lambdaGbSecond": 0.0000133334, "lambdaMillionRequests": 0.20, "dynamoMillionReads": 0.125, "dynamoMillionWrites": 0.625,
    "alarmMetricMonth": 0.10, "logsGbIngested": 0.50, "logsGbMonth": 0.03, "snsMillionPublishes": 0.50,
    "sqsMillionRequests": 0.40, "s3ThousandGets": 0.0004, "kmsTenThousandRequests": 0.03, "dynamoGbMonth": 0.25,
    "pitrGbMonth": 0.20,
}
# One stack, measured on the local AWS or counted in the code (docs/scale.md says which).
STACK = {"alarmMetrics": 2, "memoryGb": 1.0, "sweepsPerMonth": 730, "sweepSeconds": 2.5, "pauseSeconds": 15, "lookSecondsPerEndpoint": 0.02,
         "eventSeconds": 1.0, "readsPerSweep": 6, "readsPerEndpointLook": 1, "writesPerRepair": 16, "writesPerEvent": 2,
         "logKbPerSweep": 3, "logKbPerEvent": 2, "publishesPerRepair": 1, "queuePollsPerMonth": 5 * 3 * 60 * 730}


@dataclass
class Bucket:
    """Tokens that fill again with time, as EC2's request throttling has them."""
    size: float
    refill: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self):
        self.tokens = self.size

    def takes(self, now: float) -> bool:
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.refill)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass
class Task:
    """A function's calls, one after another, with the SDK's pauses and Lambda's attempts."""
    account: int
    calls: list[str]
    attempts: int
    due: float
    number: int = 0
    tries: int = 0
    invocation: int = 0


class Region:
    def __init__(self, name: str, options: argparse.Namespace, random_: random.Random):
        self.name, self.options, self.random = name, options, random_
        self.queue: list[tuple[float, int, Task]] = []
        self.count = 0
        self.calls, self.throttled, self.gave_up = 0, 0, 0
        self.finished: list[tuple[float, float]] = []
        self.per_minute: Counter[int] = Counter()
        self.own: dict[tuple[int, str], Bucket] = {}
        self.shared = {"Describe": Bucket(*options.organization_describe), "Modify": Bucket(*options.organization_modify)}
        self.single = {"Describe": options.describe, "Modify": options.modify}

    def put(self, at: float, task: Task) -> None:
        heapq.heappush(self.queue, (at, self.count, task))
        self.count += 1

    def fill(self) -> None:
        """Each stack's look, at the first hourly start after its slot, and its repairs, at any time."""
        options = self.options
        for account in range(options.accounts):
            slot = slot_of(f"{100_000_000_000 + account:012d}", self.name)
            phase = 0.0 if options.together else (account // options.deployed_at_once * options.deploy_seconds
                                                  + self.random.uniform(0, options.deploy_seconds)) % HOUR
            start = slot + (phase - slot) % HOUR + self.random.uniform(0, options.start_jitter)
            pages = -(-max(1, round(self.random.expovariate(1 / options.endpoints))) // 200)
            self.put(start, Task(account, ["Describe"] * (pages + 1), 8, start))
            for _ in range(poisson(self.random, options.repairs)):
                at = self.random.uniform(0, DAY)
                self.put(at, Task(account, ["Describe", "Modify", "Describe"], 3, at))

    def run(self) -> None:
        while self.queue:
            now, _, task = heapq.heappop(self.queue)
            self.call(now, task)

    def call(self, now: float, task: Task) -> None:
        kind = task.calls[task.number]
        self.calls += 1
        self.per_minute[int(now // 60)] += 1
        own = self.own.setdefault((task.account, kind), Bucket(*self.single[kind]))
        if own.takes(now) and self.shared[kind].takes(now):
            task.number, task.tries = task.number + 1, 0
            if task.number == len(task.calls):
                self.finished.append((task.due, now))
            else:
                self.put(now + self.options.call_seconds, task)
            return
        self.throttled += 1
        task.tries += 1
        if task.tries < task.attempts:
            self.put(now + self.random.uniform(0, min(20, 2.0 ** (task.tries - 1))), task)
        elif task.invocation < len(LAST_SWEEP_ATTEMPT):
            pause = LAST_SWEEP_ATTEMPT[task.invocation]
            task.invocation, task.number, task.tries = task.invocation + 1, 0, 0
            self.put(now + pause, task)
        else:
            self.gave_up += 1


def slot_of(account: str, region: str) -> int:
    """As vpceguard.flow.Slot has it; SlotTest holds the same values."""
    return int(hashlib.sha256(f"{account}/{region}".encode()).hexdigest()[:8], 16) % DAY


def poisson(random_: random.Random, mean: float) -> int:
    count, at = 0, random_.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + random_.expovariate(1.0)
    return count


def cost(endpoints: float, events: float, repairs: float) -> dict[str, float]:
    """USD for one stack and month."""
    p, s, days = PRICES, STACK, 365 / 12
    gb = s["memoryGb"] * (s["sweepsPerMonth"] * s["sweepSeconds"] + days * (s["pauseSeconds"] + endpoints * s["lookSecondsPerEndpoint"])
                          + days * events * s["eventSeconds"])
    log_gb = (s["sweepsPerMonth"] * s["logKbPerSweep"] + days * events * s["logKbPerEvent"]) / 1e6
    reads = s["sweepsPerMonth"] * s["readsPerSweep"] + days * endpoints * s["readsPerEndpointLook"]
    writes = days * (events * s["writesPerEvent"] + repairs * s["writesPerRepair"]) + days * 2
    parts = {
        "alarms": s["alarmMetrics"] * p["alarmMetricMonth"],
        "lambda": gb * p["lambdaGbSecond"] + (s["sweepsPerMonth"] + days * events) / 1e6 * p["lambdaMillionRequests"],
        "table": (reads * p["dynamoMillionReads"] + writes * p["dynamoMillionWrites"]) / 1e6
        + endpoints * 20e-6 * (p["dynamoGbMonth"] + p["pitrGbMonth"]),
        "keys": (reads + writes) / 100 / 1e4 * p["kmsTenThousandRequests"],
        "logs": log_gb * (p["logsGbIngested"] + 13 * p["logsGbMonth"]),
        "queue": s["queuePollsPerMonth"] / 1e6 * p["sqsMillionRequests"],
        "notices": days * repairs * s["publishesPerRepair"] / 1e6 * p["snsMillionPublishes"],
        "document": 730 / 1e3 * p["s3ThousandGets"],
    }
    return {name: round(value, 4) for name, value in parts.items()}


def pair(text: str) -> tuple[float, float]:
    size, refill = text.split(",")
    return float(size), float(refill)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench scale", description=__doc__)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--regions", type=int, default=17)
    parser.add_argument("--endpoints", type=float, default=10, help="of one account in one Region, on average")
    parser.add_argument("--events", type=float, default=0.5, help="calls that change endpoints, of one stack on one day")
    parser.add_argument("--repairs", type=float, default=0.05, help="repairs of one stack on one day")
    parser.add_argument("--describe", type=pair, default=(100.0, 20.0), metavar="BUCKET,REFILL",
                        help="of one account: EC2's for calls that only read")
    parser.add_argument("--modify", type=pair, default=(4.0, 0.3), metavar="BUCKET,REFILL",
                        help="of one account: known of CreateVpcEndpoint, ModifyVpcEndpoint's is not published")
    parser.add_argument("--organization-describe", type=pair, default=(100.0, 20.0), metavar="BUCKET,REFILL",
                        help="of the organization in one Region: not published, assumed to be no more than one account's")
    parser.add_argument("--organization-modify", type=pair, default=(4.0, 0.3), metavar="BUCKET,REFILL")
    parser.add_argument("--deployed-at-once", type=int, default=50, help="accounts that StackSets deploys at the same time")
    parser.add_argument("--deploy-seconds", type=float, default=120)
    parser.add_argument("--together", action="store_true", help="all schedules tick in the same second: the worst case")
    parser.add_argument("--start-jitter", type=float, default=30, help="the pause before a scheduled look is drawn from so many seconds")
    parser.add_argument("--call-seconds", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    options = parsed()
    began = time.time()
    regions = [Region(f"region-{number}", options, random.Random(f"{options.seed}/{number}"))
               for number in range(options.regions)]
    for region in regions:
        region.fill()
        region.run()
    calls, throttled = sum(r.calls for r in regions), sum(r.throttled for r in regions)
    ends = [end for region in regions for _, end in region.finished]
    waits = sorted(end - due for region in regions for due, end in region.finished)
    stacks = options.accounts * options.regions
    idle, used = cost(0, 0, 0), cost(options.endpoints, options.events, options.repairs)
    print("assumed:", json.dumps({name: value for name, value in vars(options).items()}))
    print("prices: ", json.dumps(PRICES))
    print("a stack:", json.dumps(STACK))
    print(f"{options.accounts} accounts x {options.regions} Regions: all swept within {max(ends) / HOUR:.1f} h, "
          f"{calls} calls to PrivateLink's API, {throttled} throttled ({100 * throttled / calls:.3f} %)")
    print(json.dumps({
        "accounts": options.accounts, "regions": options.regions, "stacks": stacks, "together": options.together,
        "hoursToSweepAll": round(max(ends) / HOUR, 2), "calls": calls, "throttled": throttled,
        "throttledPercent": round(100 * throttled / calls, 4), "gaveUp": sum(r.gave_up for r in regions),
        "busiestMinute": max(max(r.per_minute.values()) for r in regions), "secondsOfWork99": round(waits[int(len(waits) * 0.99)], 1),
        "usdIdleStackMonth": round(sum(idle.values()), 4), "usdStackMonth": round(sum(used.values()), 4),
        "usdAccountMonth": round(options.regions * sum(used.values()), 2), "usdAllMonth": round(stacks * sum(used.values())),
        "parts": used, "simulatedIn": round(time.time() - began, 1)}))


if __name__ == "__main__":
    main()
