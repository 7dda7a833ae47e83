package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;

/// What Security Hub holds after days on which things come, go and come again.
class CopiesOfDaysTest {
    private static final Set<String> DNS = Set.of("PrivateDnsEnabled");

    /// People were told before, and something else was left to the same day's digest.
    @Test
    void whatComesAgainBeforeTheDailyLookIsFailedAgainThough() {
        var world = World.with("s3", EndpointType.INTERFACE, CopiesTest.NEGATED);
        world.notices = "";
        var on = world.endpoint().network();
        var off = new NetworkSettings(on.attachments(), Optional.of(false), on.ipAddressType(), on.dnsOptions());
        world.connect(off);
        days(world, 1);
        CopiesOfCallsTest.settle(world, "any", World.groupsAdded(World.APPROVED));
        world.connect(on);
        world.show(CopiesOfCallsTest.INSIDE);
        CopiesOfCallsTest.settle(
                world,
                "mended",
                new Touched.Members(
                        Optional.of(CopiesOfCallsTest.INSIDE), false, Attachments.NONE, Attachments.NONE, DNS));
        assertThat(held(world)).containsEntry("private-dns-disabled", "PASSED");
        world.connect(off);
        CopiesOfCallsTest.settle(
                world, "again", new Touched.Members(Optional.empty(), false, Attachments.NONE, Attachments.NONE, DNS));

        days(world, 1);

        assertThat(held(world)).containsEntry("private-dns-disabled", "FAILED");
    }

    /// Another group is open than the one that was told, while something else is over.
    @Test
    void whatAControlFindsInThePlaceOfSomethingElseIsOverOnceItIs() {
        var world = World.with("sns", EndpointType.INTERFACE, World.inside("sns:Publish"));
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(World.SUBNET_1), Set.of()));
        world.groups = Level.OFF;
        world.members = ", 'required': {'tags': ['CostCenter']}";
        world.notices = ", 'notices': {'digest': 'weekly'}";
        world.fakes.open(World.APPROVED);
        world.now = Instant.parse("2026-11-30T08:00:00Z");
        var _ = world.sweep();
        assertThat(held(world)).containsEntry("security-group-open", "FAILED");
        world.fakes.open(World.STRANGE);
        world.members = "";
        days(world, 1);
        world.fakes.open("none");

        days(world, 1);

        assertThat(held(world)).containsEntry("security-group-open", "PASSED");
    }

    /// The look saw the endpoint before.
    @Test
    void whatACallOpensWhileALookIsUnderWayIsNotOverByIt() {
        var world = World.openS3();
        world.mode = Mode.OBSERVE;
        world.notices = ", 'notices': {'digest': 'off', 'notifyOnly': 'at-once'}";
        var _ = world.handle(World.created("one"));
        CopiesOfCallsTest.set(world, "two", CopiesTest.NEGATED);
        world.now = world.now.plusSeconds(86_400);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("describe all")) {
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                    world.now = world.now.plusSeconds(10);
                    CopiesOfCallsTest.set(world, "three", World.FULL_ACCESS);
                }
            }
        };

        days(world, 2);

        assertThat(held(world)).containsEntry("policy-full-access", "FAILED");
    }

    private static void days(World world, int count) {
        for (int day = 0; day < count; day++) {
            world.now = world.now.plusSeconds(86_400);
            var _ = world.sweep();
        }
    }

    /// By control: Security Hub takes no word that is older than the one it has.
    private static Map<String, String> held(World world) {
        var held = new HashMap<String, String>();
        var words = new HashMap<String, Instant>();
        for (var copy : world.fakes.copies) {
            for (var finding : SecurityHubFindings.of(copy)) {
                var control = finding.textAt("GeneratorId").orElseThrow();
                var at = Instant.parse(finding.textAt("UpdatedAt").orElseThrow());
                if (!at.isBefore(words.getOrDefault(control, Instant.MIN))) {
                    words.put(control, at);
                    held.put(
                            control.substring(control.lastIndexOf('/') + 1),
                            finding.textAt("Compliance", "Status").orElseThrow());
                }
            }
        }
        return held;
    }
}
