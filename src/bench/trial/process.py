"""One process from its start to the end of its first event: wall clock, processor time, peak memory. It is killed then,
since a JVM's end is nobody's wait."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Trial(NamedTuple):
    """Milliseconds of wall clock and processor, MiB of memory at its peak."""
    wall: float
    cpu: float
    rss: float


class Quota:
    """A share of the processor by cgroup, as Lambda gives it (1769 MB are one); None where that cannot be written."""
    _ROOT = Path("/sys/fs/cgroup/cpu")

    def __init__(self, share: float):
        self.directory = self._ROOT / f"vpce-guard-bench-{os.getpid()}"
        self.directory.mkdir()
        Path(self.directory, "cpu.cfs_period_us").write_text("20000")
        Path(self.directory, "cpu.cfs_quota_us").write_text(str(int(share * 20_000)))

    def join(self) -> None:
        Path(self.directory, "cgroup.procs").write_text(str(os.getpid()))

    def close(self) -> None:
        self.directory.rmdir()


class Running:
    def __init__(self, command: list, environment: dict[str, str], log: Path, quota: Quota | None = None, talks: bool = False,
                 cwd: Path | None = None):
        """@param talks: whether it is talked with by its standard input and output, which else go to the log"""
        pipe = subprocess.PIPE
        self.began = time.perf_counter()
        with open(log, "ab") as out:
            self._process = subprocess.Popen(
                [str(part) for part in command], env=environment, cwd=cwd, stderr=out, stdout=pipe if talks else out,
                stdin=pipe if talks else subprocess.DEVNULL, text=True, preexec_fn=quota.join if quota else None)
        self.pid = self._process.pid

    def line(self) -> str:
        return self._process.stdout.readline()

    def say(self, line: str) -> None:
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def end(self, answered: float) -> Trial:
        """Kills it; `answered` is the moment (`time.perf_counter`) at which its event was done."""
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        used = self.kill()
        return Trial(1000 * (answered - self.began), 1000 * (used.ru_utime + used.ru_stime), int(peak[1]) / 1024)

    def stop(self, seconds: float) -> None:
        """Ends it in order."""
        self._process.terminate()
        self._process.wait(seconds)

    def kill(self):
        """What it used."""
        self._process.send_signal(signal.SIGKILL)
        _, _, used = os.wait4(self.pid, 0)
        self._process.returncode = -signal.SIGKILL
        return used

    def classes(self) -> int:
        """How many classes the JVM has loaded since its start, those of its own archive included."""
        counters = subprocess.run([Path(os.environ["JDK25"], "bin/jcmd"), str(self.pid), "PerfCounter.print"],
                                  capture_output=True, text=True, check=True).stdout
        return sum(int(re.search(rf"^java.cls.{name}=(\d+)", counters, re.M)[1]) for name in ("loadedClasses", "sharedLoadedClasses"))
