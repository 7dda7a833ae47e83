package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.control.Controls;
import vpceguard.control.Matter;
import vpceguard.event.EndpointChange;
import vpceguard.event.Instruction;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;

/// What a place that keeps findings holds after random days of one endpoint, with events that come late or twice,
/// crashes, and an EC2 or copies that are refused for a time.
class CopiesAtRestTest {
    private static final List<String> POLICIES = List.of(
            World.FULL_ACCESS,
            CopiesOfCallsTest.WIDE,
            CopiesTest.NEGATED,
            CopiesOfCallsTest.INSIDE,
            CopiesOfCallsTest.INSIDE);
    private static final List<Integer> PAUSES = List.of(5, 40, 150, 700, 3600, 20_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 120})
    void afterAllThatEachControlFailsThereThatFindsSomethingAndNoOther(int from) {
        for (long seed = from; seed < from + 60; seed++) {
            var days = new Days(seed);

            days.play();

            assertThat(days.failing()).as("seed %d", seed).isEqualTo(days.found());
        }
    }

    private static final class Days {
        private final Random random;
        private final World world = World.with("s3", EndpointType.INTERFACE, CopiesOfCallsTest.INSIDE);
        private final List<EndpointChange> late = new ArrayList<>();
        private boolean crashes;
        private int numbers;

        private Days(long seed) {
            random = new Random(seed);
            crashes = random.nextBoolean();
            world.mode = random.nextBoolean() ? Mode.ENFORCE : Mode.OBSERVE;
            world.groups = random.nextBoolean() ? Level.REMEDIATE : Level.NOTIFY;
            world.notices = random.nextBoolean() ? "" : world.notices;
            world.members = ", 'budgets': {'policyPerEndpointPerDay': %d, 'networkPerEndpointPerDay': %d}"
                            .formatted(1 + random.nextInt(2) * 9, 1 + random.nextInt(2) * 9)
                    + ", 'controls': {'security-group-open': '%s', 'single-availability-zone': 'notify'}"
                            .formatted(random.nextBoolean() ? "notify" : "remediate");
            world.connect(new NetworkSettings(
                    new Attachments(Set.of(World.APPROVED), Set.of(World.SUBNET_1, World.SUBNET_2), Set.of()),
                    Optional.of(true),
                    Optional.of("ipv4"),
                    Map.of()));
        }

        private void play() {
            sweep();
            for (int step = 0; step < 14; step++) {
                pass(PAUSES.get(random.nextInt(PAUSES.size())));
                step();
                if (random.nextInt(3) == 0) {
                    pass(125);
                    followUps();
                }
            }
            crashes = false;
            world.fakes.copiesFail = false;
            world.fakes.ec2.refusal = world.fakes.ec2.refusal.filter(_ -> random.nextBoolean());
            for (int day = 0; day < 6; day++) {
                pass(86_400);
                List.copyOf(late).forEach(this::deliver);
                pass(200);
                followUps();
                sweep();
            }
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> set(POLICIES.get(random.nextInt(POLICIES.size())));
                case 3, 4 -> toggle(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
                case 5 -> toggle(new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of()));
                case 6 -> togglePrivateDns();
                case 7 ->
                    world.fakes.open(List.of(World.APPROVED, World.STRANGE, "none", "none")
                            .get(random.nextInt(4)));
                case 8 -> world.fakes.ec2.refusal = Optional.of("denied").filter(_ -> random.nextInt(3) == 0);
                case 9 -> world.fakes.copiesFail = random.nextInt(3) == 0;
                case 10 -> undo();
                default -> sweep();
            }
        }

        private void set(String policy) {
            world.show(policy);
            call(World.policySet(policy));
        }

        private void toggle(Attachments some) {
            var present = world.endpoint().network().attachments();
            boolean isThere = !present.and(some).isEmpty();
            world.connect(isThere ? present.minus(some) : present.plus(some));
            call(new Touched.Members(
                    Optional.empty(),
                    false,
                    isThere ? Attachments.NONE : some,
                    isThere ? some : Attachments.NONE,
                    Set.of()));
        }

        private void togglePrivateDns() {
            var network = world.endpoint().network();
            world.connect(new NetworkSettings(
                    network.attachments(),
                    network.privateDns().map(on -> !on),
                    network.ipAddressType(),
                    network.dnsOptions()));
            call(new Touched.Members(
                    Optional.empty(), false, Attachments.NONE, Attachments.NONE, Set.of("PrivateDnsEnabled")));
        }

        private void call(Touched touched) {
            var change = World.modified("call-" + numbers++, touched, world.now);
            pass(1 + random.nextInt(5));
            if (random.nextInt(5) == 0) {
                late.add(change);
            } else {
                deliver(change);
            }
        }

        private void deliver(EndpointChange change) {
            late.remove(change);
            for (int time = random.nextInt(6) / 5; time >= 0; time--) {
                if (!attempt(() -> world.handle(change))) {
                    late.add(change);
                }
            }
        }

        private void followUps() {
            for (var followUp : List.copyOf(world.fakes.followUps)) {
                var others = new ArrayList<>(world.fakes.followUps);
                others.remove(followUp);
                world.fakes.followUps.clear();
                world.fakes.followUps.add(followUp);
                var _ = attempt(() -> {
                    world.followUp();
                    return "";
                });
                world.fakes.followUps.addAll(others);
            }
        }

        private void undo() {
            world.fakes.ledger.records().values().stream()
                    .filter(record -> record.outcome() instanceof Outcome.Changed
                            && record.instruction().isEmpty())
                    .map(RemediationRecord::cause)
                    .reduce((_, last) -> last)
                    .ifPresent(cause -> attempt(() -> world.byHand(undo(cause)).toString()));
        }

        private Instruction undo(String cause) {
            return new Instruction(
                    Instruction.Action.UNDO,
                    "ann",
                    false,
                    "why",
                    Optional.of(cause),
                    Optional.of(world.now.plus(Duration.ofHours(5))));
        }

        private void sweep() {
            var _ = attempt(world::sweep);
        }

        /// As Lambda does it: up to three times.
        private boolean attempt(Supplier<String> step) {
            world.invocation = "invocation-" + numbers++;
            boolean isDone = false;
            for (int time = 0; time < 3 && !isDone; time++) {
                if (crashes && time == 0 && random.nextInt(4) == 0) {
                    world.fakes.calls.crashAt(random.nextInt(9), random.nextBoolean());
                }
                try {
                    var _ = step.get();
                    isDone = true;
                } catch (RuntimeException _) {
                    pass(60);
                }
                world.fakes.calls.crashAt(-1, false);
            }
            return isDone;
        }

        private void pass(int seconds) {
            world.now = world.now.plusSeconds(seconds);
        }

        /// The controls of findings that fail there: the latest counts, as Security Hub takes it.
        private Set<String> failing() {
            var updated = new TreeMap<String, Instant>();
            var failing = new TreeSet<String>();
            for (var copy : world.fakes.copies) {
                for (var finding : SecurityHubFindings.of(copy)) {
                    var control = finding.textAt("GeneratorId").orElseThrow().substring("vpce-guard/".length());
                    var at = Instant.parse(finding.textAt("UpdatedAt").orElseThrow());
                    if (!at.isBefore(updated.getOrDefault(control, Instant.EPOCH))) {
                        updated.put(control, at);
                        boolean fails = finding.textAt("Compliance", "Status").equals(Optional.of("FAILED"));
                        var _ = fails ? failing.add(control) : failing.remove(control);
                    }
                }
            }
            failing.removeIf(control -> Controls.isAbout(Matter.CALL, control));
            return failing;
        }

        /// Those that find something today, by a stack that is new here.
        private Set<String> found() {
            var fresh = World.with("s3", EndpointType.INTERFACE, CopiesOfCallsTest.INSIDE);
            fresh.fakes.ec2.shown.put(World.ID, world.endpoint());
            fresh.fakes.facts = world.fakes.facts;
            fresh.groups = world.groups;
            fresh.members = world.members;
            fresh.mode = Mode.OBSERVE;
            var _ = fresh.sweep();
            return new TreeSet<>(CopiesTest.ended(fresh, 0).stream()
                    .map(finding -> finding.substring(0, finding.indexOf(' ')))
                    .toList());
        }
    }
}
