package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.flow.HistoryDelivery.Trigger;
import vpceguard.flow.HistoryStep.Act;
import vpceguard.flow.HistoryStep.Crash;
import vpceguard.flow.HistoryStep.Meanwhile;
import vpceguard.model.EndpointId;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.remediation.Step;

/// Plays a history: the production classes over the fakes, with the queues of AWS and its retries between them.
final class HistoryRun {
    private static final Duration HOUR = Duration.ofHours(1);
    /// What Lambda waits before it tries an event again.
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final int RECEIVED_AT_MOST = 5;

    final Fakes fakes = new Fakes();
    final List<String> log = new ArrayList<>();
    final HistoryRules rules;
    final HistoryAtRest atRest;

    private final PriorityQueue<HistoryDelivery> deliveries = new PriorityQueue<>();
    private final HistoryAccount account = new HistoryAccount(fakes.ec2);
    private final Ports ports;
    private Instant now = HistoryAccount.INSTALLED;
    private Instant nextSweep = now.plus(HOUR);
    private final Deque<Instance> idle = new ArrayDeque<>();
    private Mode mode = Mode.ENFORCE;
    private HistoryPerimeter perimeter = HistoryPerimeter.USUAL;
    private int numbers;
    private int calls;
    private Optional<Crash> crashOfAll = Optional.empty();
    private Optional<Crash> crash = Optional.empty();
    private Optional<Meanwhile> meanwhile = Optional.empty();
    private Optional<HistoryInvocation> current = Optional.empty();

    HistoryRun() {
        rules = new HistoryRules(fakes.ledger, () -> now, this::ownEvent);
        atRest = new HistoryAtRest(fakes, rules);
        fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                now = now.plusMillis(300);
                current.orElseThrow().before();
                cut(false);
            }

            @Override
            public void after(String name) {
                current.orElseThrow().after();
                cut(true);
                calls++;
            }
        };
        var usual = fakes.ports();
        ports = new Ports(
                new HistoryEndpoints(fakes.ec2, fakes.calls, () -> current.orElseThrow(), rules),
                usual.services(),
                usual.networks(),
                usual.ledger(),
                usual.journal(),
                usual.notices(),
                (followUp, delay) -> fakes.calls.run("later", () -> later(followUp, delay)));
        invoke(new HistoryDelivery(now, 0, new Trigger.Sweep(false), 0, "sweep"));
    }

    /// The call of that number, counted over all invocations to come, is one at which its invocation ends.
    void crashAt(Crash planned) {
        calls = 0;
        crashOfAll = Optional.of(planned);
    }

    /// How many calls were made since.
    int calls() {
        return calls;
    }

    private void cut(boolean after) {
        if (crashOfAll
                .filter(planned -> planned.call() == calls && planned.after() == after)
                .isPresent()) {
            crashOfAll = Optional.empty();
            throw new HistoryInvocation.Cut();
        }
    }

    /// Plays the steps and lets all come to rest; returns what was broken.
    List<String> play(List<HistoryStep> steps) {
        for (var step : steps) {
            take(step);
            if (!rules.broken().isEmpty()) {
                return rules.broken();
            }
        }
        rest();
        if (rules.broken().isEmpty()) {
            atRest.check(mode, perimeter);
        }
        return rules.broken();
    }

    void take(HistoryStep step) {
        switch (step) {
            case Act act -> act(act);
            case HistoryStep.Wait(var seconds) -> pass(Duration.ofSeconds(seconds));
            case HistoryStep.Sweep() -> put(now, new Trigger.Sweep(false), 0);
            case Crash planned -> crash = Optional.of(planned);
            case Meanwhile planned -> meanwhile = Optional.of(planned);
            case HistoryStep.Observe(var on) -> {
                mode = on ? Mode.OBSERVE : Mode.ENFORCE;
                idle.clear();
                rules.observe(on);
                atRest.unsettled();
            }
            case HistoryStep.Perimeter(var next) -> {
                perimeter = next;
                idle.clear();
                atRest.unsettled();
            }
        }
    }

    private void act(Act act) {
        var before = account.at(act.slot());
        var ours = before.flatMap(id -> atRest.written(id));
        var change = account.act(act, now, ours);
        log(act + (change.isEmpty() ? ": nothing" : ""));
        if (change.isEmpty()) {
            before.filter(id -> account.at(act.slot()).isEmpty()).ifPresent(atRest::deleted);
            return;
        }
        boolean setsPolicy = change.get().touched().policyTouched();
        rules.acted(change.get().endpoint(), setsPolicy);
        if (setsPolicy) {
            atRest.set(change.get());
        }
        for (var delay : act.delays()) {
            put(now.plusSeconds(delay), new Trigger.Event(change.get()), 0);
        }
    }

    private void put(Instant at, Trigger trigger, int attempt) {
        put(at, trigger, attempt, "invocation-" + (numbers + 1));
    }

    private void put(Instant at, Trigger trigger, int attempt, String invocation) {
        numbers++;
        deliveries.add(new HistoryDelivery(at, numbers, trigger, attempt, invocation));
    }

    /// A queue delivers late, twice, or never, though SQS loses nothing; not an event that met a lease, of which
    /// nothing else would tell. Which of them hangs on the text, so that it stays the same when other steps are
    /// left out.
    private void later(FollowUp followUp, Duration delay) {
        var random = new Random(followUp.text().hashCode() * 31L + 7);
        random.nextInt();
        int fate = random.nextInt(100);
        var at = now.plus(delay);
        boolean isEvent = followUp instanceof FollowUp.Look(var change) && !(change instanceof EndpointChange.Settled);
        if (fate < 80 || (fate >= 95 && isEvent)) {
            put(at.plusSeconds(1), new Trigger.Back(followUp), 0);
        }
        if (fate >= 65 && fate < 95) {
            put(at.plusSeconds(random.nextInt(1800)), new Trigger.Back(followUp), 0);
        }
    }

    private void ownEvent(EndpointId id, Step step, String requestId) {
        var random = new Random(requestId.hashCode() * 31L + 3);
        random.nextInt();
        var touched =
                new Touched.Members(step.policy(), false, step.restored().attachments(), step.removed(), Set.of());
        for (int delivery = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(5) / 4; delivery > 0; delivery--) {
            var change = HistoryAccount.own(id, requestId, touched, now);
            put(now.plusSeconds(1 + random.nextInt(400)), new Trigger.Own(change), 0);
        }
    }

    private void pass(Duration time) {
        var until = now.plus(time);
        while (true) {
            if (!nextSweep.isAfter(until)) {
                put(nextSweep, new Trigger.Sweep(true), 0);
                nextSweep = nextSweep.plus(HOUR);
                continue;
            }
            var next = deliveries.peek();
            if (next == null || next.at().isAfter(until) || !rules.broken().isEmpty()) {
                break;
            }
            deliveries.remove();
            now = next.at().isAfter(now) ? next.at() : now;
            invoke(next);
        }
        now = until.isAfter(now) ? until : now;
    }

    /// All that was sent came or was lost, sweeps found nothing more to do, and days passed.
    private void rest() {
        crash = Optional.empty();
        meanwhile = Optional.empty();
        for (int day = 0; day < 4; day++) {
            var state = "";
            for (int hour = 0; hour < 40 && !(state.equals(state()) && deliveries.isEmpty()); hour++) {
                state = state();
                pass(HOUR);
            }
            now = now.plus(Duration.ofHours(24));
            nextSweep = now;
        }
    }

    private String state() {
        return fakes.notices.size() + " " + fakes.ledger.closed().size() + " "
                + fakes.ledger.records().size();
    }

    private HistoryInvocation begin(HistoryDelivery delivery) {
        var planned = crash;
        crash = Optional.empty();
        return new HistoryInvocation(() -> work(delivery), planned);
    }

    /// Runs one invocation, and what happens meanwhile.
    private void invoke(HistoryDelivery delivery) {
        var invocation = begin(delivery);
        var planned = meanwhile;
        meanwhile = Optional.empty();
        if (planned.isEmpty()) {
            goOn(invocation, Integer.MAX_VALUE);
            end(delivery, invocation);
            return;
        }
        goOn(invocation, planned.get().call());
        atRest.crashed();
        log("meanwhile, after " + planned.get().call() + " calls of " + delivery);
        var other = planned.get().what() instanceof Act act
                ? acted(act, Duration.ofSeconds(planned.get().calls()))
                : another(planned.get());
        var begun = other.map(this::begin);
        begun.ifPresent(second -> goOn(second, planned.get().calls()));
        goOn(invocation, Integer.MAX_VALUE);
        end(delivery, invocation);
        begun.ifPresent(second -> {
            goOn(second, Integer.MAX_VALUE);
            end(other.orElseThrow(), second);
        });
    }

    private Optional<HistoryDelivery> acted(Act act, Duration later) {
        now = now.plus(later);
        act(act);
        return Optional.empty();
    }

    /// A sweep, or the next event of CloudTrail, which may come at any time.
    private Optional<HistoryDelivery> another(Meanwhile planned) {
        if (planned.what() instanceof HistoryStep.Sweep) {
            return Optional.of(new HistoryDelivery(now, 0, new Trigger.Sweep(false), 0, "sweep"));
        }
        var next = deliveries.stream()
                .filter(waiting -> waiting.trigger() instanceof Trigger.Event)
                .sorted()
                .findFirst();
        next.ifPresent(deliveries::remove);
        return next;
    }

    private void goOn(HistoryInvocation invocation, int calls) {
        current = Optional.of(invocation);
        invocation.goOnTo(calls);
    }

    private void work(HistoryDelivery delivery) {
        var instance = Optional.ofNullable(idle.poll()).orElseGet(this::instance);
        var remediator = instance.remediator();
        var invocation = new Invocation(delivery.invocation(), now.plus(HOUR));
        var result = switch (delivery.trigger()) {
            case Trigger.Event(var change) ->
                remediator.event(change, invocation).word();
            case Trigger.Own(var change) -> remediator.own(change, invocation).word();
            case Trigger.Back(var followUp) ->
                remediator.followUp(followUp, invocation).word();
            case Trigger.Sweep(var isScheduled) ->
                new Sweep(ports, remediator, instance.perimeters(), instance.stack(), clock(), () -> {})
                        .run(isScheduled, invocation);
        };
        // One that crashed is not used again.
        idle.add(instance);
        log(delivery + ": " + result);
    }

    /// An instance of the functions, which remembers what it dealt with.
    private record Instance(Remediator remediator, Perimeters perimeters, Stack stack) {}

    private Instance instance() {
        var stack = new Stack(mode, "111122223333", "us-east-1", "ledger", "vpce-guard");
        var applied = perimeter.perimeter();
        var perimeters = new Perimeters(
                new OrganizationClaim.Belongs("o-a1b2c3d4e5"),
                () -> new Membership.Member("o-a1b2c3d4e5"),
                _ -> new Trust.Confirmed(applied),
                clock());
        return new Instance(new Remediator(ports, perimeters, stack, clock()), perimeters, stack);
    }

    private void end(HistoryDelivery delivery, HistoryInvocation invocation) {
        if (delivery.trigger() instanceof Trigger.Sweep) {
            rules.swept();
        }
        if (invocation.failure().isEmpty()) {
            atRest.dealtWith(delivery);
            return;
        }
        var cause = invocation.failure().get();
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        log(delivery + " failed: " + cause);
        if (!(cause instanceof Calls.Crash) && !(cause instanceof HistoryInvocation.Cut)) {
            rules.breaks("an exception left the core: " + cause + " at " + cause.getStackTrace()[0]);
            return;
        }
        atRest.crashed();
        retry(delivery);
    }

    private void retry(HistoryDelivery delivery) {
        int failed = delivery.attempt() + 1;
        if (delivery.trigger() instanceof Trigger.Back) {
            if (failed < RECEIVED_AT_MOST) {
                put(now.plus(Duration.ofMinutes(6)), delivery.trigger(), failed);
            }
        } else if (failed <= RETRIES.size()) {
            put(now.plus(RETRIES.get(failed - 1)), delivery.trigger(), failed, delivery.invocation());
        }
    }

    private void log(String line) {
        log.add(now + " " + line);
    }

    private Clock clock() {
        InstantSource time = () -> now;
        return time.withZone(ZoneOffset.UTC);
    }
}
