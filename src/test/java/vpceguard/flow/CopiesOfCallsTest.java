package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Instruction;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;

/// When what notices of calls told of is over where findings are kept.
class CopiesOfCallsTest {
    static final String WIDE =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

    static final String INSIDE = World.inside("s3:GetObject");

    /// No call tells of the rules of a group.
    @Test
    void whatACallWasToldOfAndIsMendedWithoutOneIsOverWithTheDailyLook() {
        var world = World.with("sns", EndpointType.INTERFACE, World.inside("sns:Publish"));
        world.members = ", 'controls': {'security-group-open': 'remediate'}";
        world.fakes.open(World.APPROVED);
        var _ = world.handle(World.created("one"));
        world.followUp();
        assertThat(CopiesTest.ended(world, 0)).contains("security-group-open FAILED ACTIVE");
        world.fakes.open("none");
        for (int day = 0; day < 2; day++) {
            int told = world.fakes.copies.size();
            world.now = world.now.plusSeconds(86_400);
            var _ = world.sweep();
            assertThat(CopiesTest.ended(world, told).contains("security-group-open PASSED ACTIVE"))
                    .isEqualTo(day == 0);
        }
        assertThat(world.fakes.ledger.standing(World.ID).known()).noneMatch(key -> key.startsWith("security-group"));
    }

    /// The second call was told of something else.
    @Test
    void whatOneCallWasToldOfIsOverThoughAnotherWasToldOfSince() {
        var world = World.openS3();
        world.mode = Mode.OBSERVE;
        var _ = world.handle(World.created("one"));
        set(world, "two", WIDE);
        int told = world.fakes.copies.size();

        set(world, "three", INSIDE);

        assertThat(CopiesTest.ended(world, told))
                .contains("policy-full-access PASSED ACTIVE", "policy-beyond-trusted-identities PASSED ACTIVE");
        assertThat(world.fakes.ledger.standing(World.ID).copied()).isEmpty();
    }

    @Test
    void soItIsThoughSomethingElseWasRepairedSince() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 0}";
        settle(world, "one", World.groupsAdded(World.STRANGE));
        assertThat(CopiesTest.ended(world, 0)).contains("security-group-not-approved FAILED ACTIVE");
        set(world, "two", World.FULL_ACCESS);
        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
        int told = world.fakes.copies.size();
        var removed = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
        world.connect(new Attachments(Set.of(World.APPROVED), Set.of(), Set.of()));

        settle(world, "three", lost(removed));

        assertThat(CopiesTest.ended(world, told)).contains("security-group-not-approved PASSED ACTIVE");
    }

    /// Whether the daily look sees it or not.
    @ParameterizedTest
    @ValueSource(strings = {"daily", "off"})
    void whatEc2RefusedAndItsOwnerMendedIsOver(String digest) {
        var world = World.openS3();
        world.notices = ", 'notices': {'digest': '" + digest + "'}";
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        assertThat(world.handle(World.created("one"))).isEqualTo("REFUSED");
        int told = world.fakes.copies.size();

        set(world, "two", INSIDE);

        assertThat(CopiesTest.ended(world, told)).contains("policy-full-access PASSED ACTIVE");
    }

    @Test
    void whatAnUndoPutBackIsOverOnceItsOwnerMendsIt() {
        var world = World.withBaseline();
        world.now = World.NOW.plusSeconds(60);
        var on = world.endpoint().network();
        world.connect(new NetworkSettings(on.attachments(), Optional.of(false), on.ipAddressType(), on.dnsOptions()));
        var others = new Touched.Members(
                Optional.empty(), false, Attachments.NONE, Attachments.NONE, Set.of("PrivateDnsEnabled"));
        settle(world, "call", others);
        assertThat(world.endpoint().network()).isEqualTo(on);
        var _ = world.byHand(new Instruction(
                Instruction.Action.UNDO,
                "ann",
                false,
                "why",
                Optional.of("call.settled"),
                Optional.of(world.now.plusSeconds(3600))));
        assertThat(CopiesTest.ended(world, 0)).contains("private-dns-disabled FAILED ACTIVE");
        int told = world.fakes.copies.size();
        world.now = world.now.plusSeconds(7200);
        world.connect(on);

        settle(world, "back", others);

        assertThat(CopiesTest.ended(world, told)).contains("private-dns-disabled PASSED ACTIVE");
    }

    /// People were told by a digest, and the second call was left to another.
    @Test
    void whatWasMendedAndComesBackTheSameDayIsNews() {
        var world = World.with("s3", EndpointType.INTERFACE, INSIDE);
        world.notices = "";
        var _ = world.sweep();
        set(world, "one", CopiesTest.NEGATED);
        world.now = world.now.plusSeconds(86_400);
        assertThat(world.sweep()).contains("1 told");
        set(world, "two", INSIDE);
        assertThat(CopiesTest.ended(world, 1)).contains("policy-negated-allow PASSED ACTIVE");
        assertThat(world.fakes.ledger.standing(World.ID).told().keys()).isEmpty();
        set(world, "three", CopiesTest.NEGATED);
        world.now = world.now.plusSeconds(86_400);

        assertThat(world.sweep()).contains("1 told");
    }

    /// Since people were told of it before.
    @Test
    void whoChangedSomethingElseMeanwhileIsNotNamedForIt() {
        var world = World.with("s3", EndpointType.INTERFACE, CopiesTest.NEGATED);
        world.notices = "";
        assertThat(world.sweep()).contains("1 told");
        world.now = world.now.plusSeconds(86_400);
        settle(world, "another", World.groupsAdded(World.APPROVED));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isNotEmpty();
        set(world, "mended", INSIDE);
        world.now = world.now.plusSeconds(86_400);

        assertThat(world.sweep()).contains("0 told");

        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void whatItsOwnerPutsBackIsOverWithTheDailyLook() {
        var world = World.withBaseline();
        world.members = ", 'controls': {'network-settings-changed': 'notify'}";
        var subnet = new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of());
        world.connect(World.BASELINE.minus(subnet));
        settle(world, "call", lost(subnet));
        assertThat(CopiesTest.ended(world, 0)).contains("network-settings-changed FAILED ACTIVE");
        int told = world.fakes.copies.size();
        world.now = world.now.plusSeconds(86_400);
        var _ = world.sweep();
        assertThat(CopiesTest.ended(world, told)).as("while it is missing").isEmpty();
        world.connect(World.BASELINE);
        settle(world, "back", new Touched.Members(Optional.empty(), false, subnet, Attachments.NONE, Set.of()));
        world.now = world.now.plusSeconds(86_400);

        var _ = world.sweep();

        assertThat(CopiesTest.ended(world, told)).contains("network-settings-changed PASSED ACTIVE");
    }

    /// The list of endpoints is some minutes old by then.
    @Test
    void nothingIsOverByAListThatIsOlderThanWhatACallShowed() {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.notices = "";
        world.members = ExistingTest.GRACE;
        var _ = world.sweep();
        world.now = ExistingTest.DATE;
        int told = world.fakes.copies.size();
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("describe")) {
                    world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of()));
                }
            }
        };

        var _ = world.sweep();

        assertThat(CopiesTest.ended(world, told))
                .contains("security-group-not-approved FAILED ACTIVE")
                .doesNotContain("security-group-not-approved PASSED ACTIVE");
    }

    @Test
    void whatIsOverBeforeItsCopyWasTakenIsOverAfterIt() {
        var world = World.with("sns", EndpointType.INTERFACE, World.inside("sns:Publish"));
        world.members = ", 'controls': {'security-group-open': 'remediate'}";
        world.groups = Level.OFF;
        world.fakes.open(World.APPROVED);
        var _ = world.handle(World.created("one"));
        world.fakes.copiesFail = true;
        assertThatThrownBy(world::followUp).hasMessage("no copy");
        world.fakes.followUps.clear();
        world.fakes.copiesFail = false;
        world.fakes.open("none");
        world.now = world.now.plusSeconds(300);
        for (int hour = 0; hour < 26; hour++) {
            var _ = world.sweep(true, world.now.plusSeconds(900));
            world.now = world.now.plusSeconds(3600);
        }

        assertThat(CopiesTest.ended(world, 0))
                .containsExactly("security-group-open FAILED ACTIVE", "security-group-open PASSED ACTIVE");
    }

    private static Touched lost(Attachments removed) {
        return new Touched.Members(Optional.empty(), false, Attachments.NONE, removed, Set.of());
    }

    static void set(World world, String cause, String policy) {
        world.now = world.now.plusSeconds(3600);
        world.show(policy);
        var _ = world.handle(World.modified(cause, World.policySet(policy), world.now));
    }

    static void settle(World world, String cause, Touched touched) {
        var _ = world.handle(World.modified(cause, touched, world.now));
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
    }
}
