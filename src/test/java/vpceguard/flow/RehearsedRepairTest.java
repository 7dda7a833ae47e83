package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Touched;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.rehearsal.Samples;

/// What recorded calls say before a repair, and whether it is held back for them.
class RehearsedRepairTest {
    private static final String MEMBERS = "'members': ['111122223333', '222233334444']";
    static final String HOLDS_BACK =
            ", 'rehearsal': {'controls': ['policy-beyond-trusted-resources'], " + MEMBERS + "}";
    private static final String FILES = "arn:aws:s3:::files/key";

    /// One where a repair writes what resources are trusted, and is held back if that hits a trusted caller.
    static World world() {
        var world = World.openS3();
        world.resources = Level.REMEDIATE;
        world.members = HOLDS_BACK;
        return world;
    }

    /// A trusted role reads a bucket of an account that is not.
    static Json abroad() {
        return Samples.call("GetObject", FILES, Samples.STRANGER, World.NOW.minus(Duration.ofDays(2)));
    }

    private static Json atHome() {
        return Samples.call("GetObject", FILES, Samples.OWN, World.NOW.minus(Duration.ofDays(1)));
    }

    private static String last(World world) {
        return world.fakes.notices.getLast().text();
    }

    @Test
    void aRepairThatHitsATrustedCallerIsHeldBackAndTheStatementIsTold() {
        var world = world();
        world.fakes.recorded = Fakes.recording(abroad(), atHome());

        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(last(world))
                .contains("a tighter policy would have denied 1 call s3:GetObject")
                .contains("add to /services/s3/also of the perimeter document {\"Sid\":\"Keep")
                .contains("recorded calls: would have denied 1 of 2 calls in 30 days, all from"
                        + " \"arn:aws:iam::111122223333:role/app\"");
        assertThat(world.fakes.notices.getLast().details().textAt("rehearsal", "verdict"))
                .hasValue("WOULD_DENY");
    }

    /// What it needs beside its own action is not known.
    @Test
    void aCallWithoutItsOwnActionHoldsTheRepairBack() {
        var world = world();
        world.members = HOLDS_BACK + ", 'controls': {'policy-beyond-service-statements': 'remediate'},"
                + " 'services': {'s3': {'only': [{'Effect': 'Allow', 'Principal': '*', 'Resource': '*',"
                + " 'Action': ['s3:GetObject', 's3:PutObject', 's3:ListBucket']}]}}";
        world.fakes.recorded = Fakes.recording(
                Samples.call("CreateBucket", "arn:aws:s3:::files", Samples.OWN, World.NOW.minus(Duration.ofDays(1))));

        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(last(world))
                .contains("a tighter policy would have denied 1 call s3:CreateBucket")
                .contains("\"Action\":\"s3:CreateBucket\"")
                .doesNotContain("s3:?");
    }

    @Test
    void aRepairOfAResetIsHeldBackWhereThatIsAskedFor() {
        var world = world();
        world.members = ", 'rehearsal': {'controls': ['policy-reset'], " + MEMBERS + "}";
        world.fakes.recorded = Fakes.recording(abroad(), atHome());
        var reset = new Touched.Members(Optional.empty(), true, Attachments.NONE, Attachments.NONE, Set.of());

        assertThat(world.handle(World.modified("reset", reset))).isEqualTo("NOT_CHANGED");

        assertThat(last(world)).contains("a tighter policy would have denied 1 call s3:GetObject");
        assertThat(world.handle(World.created("no reset"))).isEqualTo("CHANGED");
    }

    @Test
    void aResetIsOverWithTheRepairThatAnotherControlAskedFor() {
        var world = World.openS3();
        world.members = ", 'controls': {'policy-reset': 'notify'}";
        var reset = new Touched.Members(Optional.empty(), true, Attachments.NONE, Attachments.NONE, Set.of());

        assertThat(world.handle(World.modified("reset", reset))).isEqualTo("CHANGED");

        assertThat(last(world)).doesNotContain("only told", "only notifies");
    }

    @Test
    void theStatementInTheDocumentLetsTheNextSweepRepair() {
        var world = world();
        world.fakes.recorded = Fakes.recording(abroad(), atHome());
        var _ = world.handle(World.created("one"));
        world.now = World.NOW.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.fakes.notices).as("it is told once").hasSize(1);

        var statement = last(world);
        statement = statement.substring(statement.indexOf("{\"Sid\":\"Keep"));
        statement = statement.substring(0, statement.indexOf("; the record does not tell"));
        world.members = HOLDS_BACK + ", 'services': {'s3': {'also': [" + statement + "]}}";
        world.now = World.NOW.plus(Duration.ofDays(2));

        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).contains("aws:PrincipalOrgID").contains("arn:aws:iam::111122223333:role/app");
        assertThat(last(world)).startsWith("CHANGED").contains("would have denied none of 2 calls");
        assertThat(world.fakes
                        .notices
                        .getLast()
                        .details()
                        .textAt("record", "cause")
                        .orElseThrow())
                .as("a cause that can be typed")
                .matches("held-back-[!-~]+");
        assertThat(world.fakes.ledger.standing(World.ID).heldBack()).isFalse();

        world.now = World.NOW.plus(Duration.ofDays(3));
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.fakes.ledger.standing(World.ID).heldBack()).isFalse();
    }

    /// The policy was told at once.
    @Test
    void howTheEndpointIsConnectedIsToldByTheDigestMeanwhile() {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.resources = Level.REMEDIATE;
        world.groups = Level.NOTIFY;
        world.notices = "";
        world.members = HOLDS_BACK;
        world.fakes.recorded = Fakes.recording(abroad());
        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        world.now = world.now.plus(Duration.ofDays(1));
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);

        world.fakes.open(World.STRANGE);
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
        for (int day = 0; day < 3; day++) {
            world.now = world.now.plus(Duration.ofDays(1));
            var _ = world.sweep();
        }

        assertThat(world.fakes.ledger.known(World.ID).heldBack()).isTrue();
        assertThat(world.fakes.notices).hasSize(2);
        assertThat(last(world))
                .contains("1 endpoint is not compliant", "security-group-open")
                .doesNotContain("policy-");
    }

    /// One whose endpoint stood before, and whose repair is held back when its date has come.
    private static World heldBackAtItsDate() {
        var world = world();
        world.members = HOLDS_BACK + ExistingTest.GRACE;
        world.fakes.recorded = Fakes.recording(abroad());
        var _ = world.sweep();
        world.now = ExistingTest.DATE;
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(last(world)).contains("a tighter policy would have denied 1 call s3:GetObject");
        return world;
    }

    @Test
    void whatStoodBeforeIsTriedAgainEachDayAfterItsDate() {
        var world = heldBackAtItsDate();
        world.now = ExistingTest.DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("0 repaired");

        world.fakes.recorded = Fakes.recording();
        world.now = ExistingTest.DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(last(world)).contains("by the sweep (existing)");
    }

    @Test
    void whatIsLeftOfWhatStoodBeforeHasAnotherDateOnceARevertWasMade() {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.resources = Level.REMEDIATE;
        world.groups = Level.REMEDIATE;
        world.notices = "";
        world.members = HOLDS_BACK + ExistingTest.GRACE;
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of()));
        world.fakes.recorded = Fakes.recording(abroad());
        var _ = world.sweep();
        world.now = ExistingTest.DATE;
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.fakes.recorded = Fakes.recording();
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of()));
        world.now = ExistingTest.DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        world.now = world.now.plus(Duration.ofDays(14));
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whatStoodBeforeIsLeftOnceItsRepairIsNoLongerAskedFor() {
        var world = heldBackAtItsDate();
        world.members = HOLDS_BACK;
        world.fakes.recorded = Fakes.recording();
        world.now = ExistingTest.DATE.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whatStoodBeforeHasAnotherDateAfterAMonthOfObserving() {
        var world = heldBackAtItsDate();
        world.mode = Mode.OBSERVE;
        world.now = ExistingTest.DATE.plus(Duration.ofDays(31));
        var _ = world.sweep();

        world.mode = Mode.ENFORCE;
        world.fakes.recorded = Fakes.recording();
        world.now = world.now.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(last(world)).contains("repaired after " + world.now.plus(Duration.ofDays(14)));
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whatItsOwnerMendedIsNoLongerHeldBack() {
        var world = world();
        world.fakes.recorded = Fakes.recording(abroad(), atHome());
        var _ = world.handle(World.created("one"));
        assertThat(world.fakes.ledger.known(World.ID).heldBack()).isTrue();
        var own =
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\","
                        + "\"aws:ResourceOrgID\":\"o-a1b2c3d4e5\"}}}}";
        world.show(own);

        assertThat(world.handle(World.modified("two", World.policySet(own)))).isEqualTo("COMPLIANT");

        assertThat(world.fakes.ledger.known(World.ID).heldBack()).isFalse();
    }

    @Test
    void whatObserveWouldHoldBackIsLeftToPeople() {
        var world = world();
        world.mode = Mode.OBSERVE;
        world.fakes.recorded = Fakes.recording(abroad(), atHome());

        var _ = world.handle(World.created("one"));

        assertThat(world.fakes.ledger.known(World.ID).heldBack()).isFalse();
    }

    @Test
    void whatElseIsMendedDoesNotLetItBeForgotten() {
        var world = world();
        world.fakes.recorded = Fakes.recording(abroad(), atHome());
        var _ = world.handle(World.created("one"));
        var notify = ", 'controls': {'policy-beyond-trusted-identities': 'notify', 'policy-full-access': 'notify'}";
        world.resources = Level.NOTIFY;
        world.members = notify + ", 'required': {'tags': ['CostCenter']}";
        world.now = World.NOW.plus(Duration.ofDays(1));
        var _ = world.sweep();
        assertThat(last(world)).contains("required-tags-missing");
        world.members = notify;
        world.now = World.NOW.plus(Duration.ofDays(2));
        var _ = world.sweep();

        world.resources = Level.REMEDIATE;
        world.members = HOLDS_BACK;
        world.fakes.recorded = Fakes.recording(atHome());
        world.now = World.NOW.plus(Duration.ofDays(3));

        assertThat(world.sweep()).contains("1 repaired");
    }

    @Test
    void aCallThatNobodyMakesAnyMoreHoldsNothingBack() {
        var world = world();
        world.fakes.recorded = Fakes.recording(abroad());
        var _ = world.handle(World.created("one"));
        world.now = World.NOW.plus(Duration.ofDays(30));

        assertThat(world.sweep()).contains("1 repaired");
        assertThat(last(world)).startsWith("CHANGED").contains("no evidence: no calls");
    }

    @Test
    void withoutTheSwitchNothingIsReadAndNothingHeldBack() {
        var world = world();
        world.members = ", 'rehearsal': {" + MEMBERS + "}";
        world.fakes.recorded = Fakes.recording(abroad());

        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
        assertThat(world.fakes.calls.names()).doesNotContain("recorded");
        assertThat(last(world)).doesNotContain("recorded calls");
    }

    @Test
    void aStrangersCallsHoldNothingBack() {
        var world = world();
        var stranger = Samples.published("s3-get-object.other-account-denied") instanceof Json.Obj record
                ? record.with("errorCode", new Json.Null())
                        .with("vpcEndpointId", new Json.Str(World.ID.value()))
                        .with(
                                "eventTime",
                                new Json.Str(World.NOW.minusSeconds(60).toString()))
                : new Json.Null();
        world.fakes.recorded = Fakes.recording(stranger);

        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
        assertThat(last(world)).contains("would have denied 1 of 1 call in");
    }

    @Test
    void aRehearsalThatIsAskedForAndCannotBeHeldHoldsTheRepairBack() {
        var unread = world();
        unread.fakes.recorded = Optional.of((_, _, _, _) -> new RecordedCalls.Reading.Unread("no such group"));
        assertThat(unread.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        assertThat(last(unread)).contains("asks for a rehearsal before a repair, but there is none: no such group");

        var unset = world();
        assertThat(unset.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        assertThat(last(unset)).contains("the stack names no log group");
    }

    @Test
    void observeModeTellsWhatCallsItWouldHaveDenied() {
        var world = world();
        world.members = ", 'rehearsal': {" + MEMBERS + "}";
        world.mode = Mode.OBSERVE;
        world.fakes.recorded = Fakes.recording(abroad(), atHome());

        assertThat(world.handle(World.created("one"))).isEqualTo("WOULD_CHANGE");
        assertThat(last(world)).contains("recorded calls: would have denied 1 of 2 calls in 30 days, all from");
    }

    @Test
    void whatCannotBeReadIsTold() {
        var world = world();
        var timeless =
                atHome() instanceof Json.Obj record ? record.with("eventTime", new Json.Null()) : new Json.Null();
        world.fakes.recorded = Fakes.recording(atHome(), timeless);

        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
        assertThat(last(world))
                .contains("no evidence: none of 1 call in 30 days would have been denied; 1 network activity event"
                        + " could not be read");
    }

    @Test
    void recordsOfOtherEndpointsAndTimesDoNotCount() {
        var world = world();
        var other = abroad() instanceof Json.Obj record
                ? record.with("vpcEndpointId", new Json.Str("vpce-0fedcba9876543210"))
                : new Json.Null();
        world.fakes.recorded = Fakes.recording(
                other, Samples.call("GetObject", FILES, Samples.STRANGER, World.NOW.minus(Duration.ofDays(31))));

        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
        assertThat(last(world)).contains("no evidence: no calls through this endpoint are recorded in 30 days");
    }
}
