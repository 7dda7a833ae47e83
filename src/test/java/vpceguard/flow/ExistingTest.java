package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointId;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Outcome;

/// What a sweep makes of that which stood before, and of changes whose events were lost.
class ExistingTest {
    static final String GRACE = ", 'existing': {'level': 'remediate', 'graceDays': 14}";
    static final String CAPPED =
            ", 'existing': {'level': 'remediate', 'graceDays': 14, 'cap': {'repairsPerDay': 1, 'stacks': 1}}";
    static final Instant DATE = World.NOW.plus(Duration.ofDays(14));

    @Test
    void itIsRepairedOnceTheDateThatWasToldHasCome() {
        var world = World.openS3();
        world.members = GRACE;

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
        assertThat(world.fakes.notices.getFirst().text())
                .contains("Act by " + DATE)
                .contains("repaired after " + DATE);

        world.now = DATE.minusSeconds(1);
        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.now = DATE;
        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 1 repaired");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED")
                .contains("Found     by the sweep (existing) at " + DATE + "\n", "Repaired  " + DATE + "\n")
                .doesNotContain("unknown", "after the call");
    }

    @Test
    void theDateIsToldToThoseWhoKnewOfItWithout() {
        var world = World.openS3();
        var _ = world.sweep();
        world.members = GRACE;
        world.now = World.NOW.plus(Duration.ofDays(1));

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + DATE.plus(Duration.ofDays(1)));
    }

    @Test
    void aCapLeavesRepairsToOtherDays() {
        var world = World.openS3();
        world.members = CAPPED;
        var other = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        assertThat(world.sweep()).startsWith("2 endpoints, 2 told, 0 repaired");

        world.now = DATE;
        assertThat(world.sweep()).startsWith("2 endpoints, 0 told, 1 repaired");
        assertThat(world.sweep()).as("once more on that day").startsWith("2 endpoints, 0 told, 0 repaired");

        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).startsWith("2 endpoints, 0 told, 1 repaired");
        world.now = DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).startsWith("2 endpoints, 0 told, 0 repaired");
    }

    @Test
    void itIsNotRepairedOnceThatIsNoLongerAskedFor() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.members = "";
        world.now = DATE;

        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void observeSaysWhatItWouldDoOnce() {
        var world = World.openS3();
        world.members = GRACE;
        world.mode = Mode.OBSERVE;
        var _ = world.sweep();
        world.now = DATE;

        var _ = world.sweep();
        world.now = DATE.plus(Duration.ofDays(1));
        var _ = world.sweep();

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().text())
                .contains("1 endpoint is not compliant", "would be repaired after " + DATE)
                .contains("./vpce-guard explain --table=ledger --region=us-east-1 --endpoint=ID");
        assertThat(world.fakes.ledger.records().values())
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(new Outcome.WouldChange()));
        assertThat(world.fakes.ledger.closed()).hasSize(1);
    }

    @Test
    void observeTellsOfManyInOneNotice() {
        var world = World.openS3();
        world.members = CAPPED;
        world.mode = Mode.OBSERVE;
        for (int i = 1; i < 21; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, SweepTest.like(world.endpoint(), id));
        }
        var _ = world.sweep();
        world.now = DATE;
        assertThat(world.sweep()).startsWith("21 endpoints, 21 told, 0 repaired");
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).startsWith("21 endpoints, 0 told, 0 repaired");

        assertThat(world.fakes.notices).hasSize(2);
    }

    @Test
    void whatWouldHaveBeenRepairedHasADateOfItsOwnOnceThatIsAskedFor() {
        var world = World.openS3();
        world.members = GRACE;
        world.mode = Mode.OBSERVE;
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED. Act by 2026-11-25: ")
                .contains("would be repaired after " + DATE, "Nothing is repaired while the mode is observe")
                .doesNotContain(", repaired after", "or endpoints are repaired");
        assertThat(world.sweep()).contains("0 told, 0 repaired");

        world.mode = Mode.ENFORCE;
        world.now = DATE.plusSeconds(60);
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        var date = world.now.plus(Duration.ofDays(14));
        assertThat(world.fakes.notices.getLast().text()).contains(", repaired after " + date);
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.now = date;
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    /// Who stops all writing for a day begins nothing anew.
    @Test
    void aDateThatWasToldInEnforceHoldsThroughObserve() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.mode = Mode.OBSERVE;
        world.now = World.NOW.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("0 told, 0 repaired");

        world.mode = Mode.ENFORCE;
        world.now = DATE;
        assertThat(world.sweep()).contains("1 repaired");
    }

    @Test
    void aDateThatWasToldAgainInObserveHoldsNoMore() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.mode = Mode.OBSERVE;
        world.now = World.NOW.plus(Duration.ofDays(5));
        assertThat(world.sweep()).contains("0 told");
        world.now = World.NOW.plus(Duration.ofDays(20));
        assertThat(world.sweep()).contains("1 told");
        assertThat(world.fakes.notices.getLast().text()).contains("once it is enforce, a date is told anew");

        world.mode = Mode.ENFORCE;
        world.now = World.NOW.plus(Duration.ofDays(21));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text()).contains(", repaired after " + DATE.plus(Duration.ofDays(21)));
    }

    /// A question that is open keeps a date that holds, and makes none of one that does not.
    @Test
    void aDateThatWasToldInObserveHoldsNoMoreThoughAQuestionWasOpenMeanwhile() {
        var world = World.openS3();
        world.members = GRACE;
        world.mode = Mode.OBSERVE;
        var _ = world.sweep();
        world.mode = Mode.ENFORCE;
        var known = world.fakes.service;
        world.fakes.service = new ServiceDetail.Unknown("not shown");
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text()).doesNotContain("Act by 2026-12-08", "repaired after");

        world.fakes.service = known;
        world.now = DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text()).contains(", repaired after " + DATE.plus(Duration.ofDays(16)));
    }

    @Test
    void whatWouldBeRepairedWaitsForTheDayOfTheDigest() {
        var world = World.openS3();
        world.notices = ", 'notices': {'digest': 'weekly'}";
        world.members = GRACE;
        world.mode = Mode.OBSERVE;
        world.now = World.NOW.plus(Duration.ofDays(5));
        assertThat(world.sweep()).as("a Sunday").contains("0 told");

        world.now = World.NOW.plus(Duration.ofDays(6));
        assertThat(world.sweep()).as("a Monday").contains("1 told");
    }

    /// A look at many endpoints, some of which it repairs, takes minutes.
    @Test
    void aPolicyThatIsSetWhileTheSweepIsAtOthersIsNotWrittenOver() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.now = DATE;
        var narrow = World.inside("s3:GetObject");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("describe all")) {
                    world.show(narrow);
                }
            }
        };

        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.policy()).isEqualTo(narrow);
        assertThat(world.intent()).hasValue(narrow);
    }

    @Test
    void anEventOfWhichPeopleKnewAllExplainsWhatItChanged() {
        var world = World.openS3();
        world.mode = Mode.OBSERVE;
        assertThat(world.handle(World.created("one"))).isEqualTo("WOULD_CHANGE");
        assertThat(world.handle(World.modified("two", World.groupsAdded()))).isEqualTo("NOT_CHANGED");
        world.connect(new vpceguard.model.Attachments(Set.of(), Set.of(), Set.of("rtb-0bbbbbbbbbbbbbbb2")));
        assertThat(world.handle(World.modified("three", World.groupsAdded()))).isEqualTo("KNOWN");

        var _ = world.sweep();
        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .noneMatch(notice -> notice.text().contains("events of endpoint changes do not arrive here"));
    }

    @Test
    void whatACallLeavesIsToldAtOnceWhereNoLookTellsIt() {
        var world = World.openS3();
        world.resources = Level.NOTIFY;
        world.notices = "";
        world.members = ", 'existing': {'level': 'off'}";
        world.show(
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}]}");

        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void itIsNotToldWhereNobodyWantsToKnow() {
        var world = World.openS3();
        world.members = ", 'existing': {'level': 'off'}";

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told");
        assertThat(world.fakes.notices).isEmpty();
    }

    @Test
    void newsMayWaitForMondayOrForEverButADateMayNot() {
        for (var digest : new String[] {"weekly", "off"}) {
            var world = World.openS3();
            world.notices = ", 'notices': {'digest': '" + digest + "'}";
            world.now = World.NOW.plus(Duration.ofDays(5));
            assertThat(world.sweep()).as("a Sunday").startsWith("1 endpoints, 0 told");

            world.now = World.NOW.plus(Duration.ofDays(6));
            assertThat(world.sweep())
                    .as("a Monday, %s", digest)
                    .startsWith("1 endpoints, " + (digest.equals("weekly") ? 1 : 0) + " told");

            world.members += GRACE;
            world.now = World.NOW.plus(Duration.ofDays(7));
            assertThat(world.sweep()).startsWith("1 endpoints, 1 told");
        }
    }

    @Test
    void anEndedExemptionIsNews() {
        var world = World.openS3();
        world.members = ", 'exemptions': [{'match': {'service': 's3'}, 'controls': ['policy-full-access',"
                + " 'policy-beyond-trusted-identities'], 'reason': 'migration', 'owner': 'data', 'until': '2026-12-31'}]";

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told");
        world.members = "";
        assertThat(world.sweep()).startsWith("1 endpoints, 1 told");
    }

    @Test
    void aCreateWhoseEventWasLostIsDealtWith() {
        var world = World.openS3();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.show(World.openS3().endpoint(), World.NOW.plusSeconds(60));
        world.now = World.NOW.plusSeconds(60 + 900);

        assertThat(world.sweep()).as("its event may be late").startsWith("1 endpoints, 0 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world = World.openS3();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.show(World.openS3().endpoint(), World.NOW.plusSeconds(60));
        world.now = World.NOW.plusSeconds(60 + 901);

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 1 repaired");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.fakes.notices.getLast().text()).startsWith("CHANGED").contains("(missed)");
    }

    @Test
    void whoIsApprovedIsNotAskedWhereNobodyCalled() {
        var world = World.openS3();
        world.members = ", 'required': {'actors': ['arn:aws:iam::*:role/deploy']}";
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.show(World.openS3().endpoint(), World.NOW.plusSeconds(60));
        world.now = World.NOW.plusSeconds(60 + 901);

        var _ = world.sweep();

        assertThat(world.fakes.notices.getLast().text()).startsWith("CHANGED").doesNotContain("names no ARN");
    }

    @Test
    void eventsThatDoNotArriveAreToldOnceAChangeWasSeenTwice() {
        var world = World.with("s3", vpceguard.model.EndpointType.GATEWAY, World.inside("s3:GetObject"));
        var _ = world.sweep();
        world.show(World.inside("s3:PutObject"));

        var _ = world.sweep();
        assertThat(world.fakes.notices).isEmpty();

        var _ = world.sweep();
        assertThat(world.fakes.notices.getFirst().text()).contains("events of endpoint changes do not arrive here");

        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void aLateEventExplainsAChange() {
        var world = World.with("s3", vpceguard.model.EndpointType.GATEWAY, World.inside("s3:GetObject"));
        var _ = world.sweep();
        world.show(World.inside("s3:PutObject"));
        var _ = world.sweep();
        var _ = world.handle(World.modified("late", World.groupsAdded()));

        var _ = world.sweep();
        assertThat(world.fakes.notices).isEmpty();
    }

    @Test
    void whatThisFunctionDidIsNoChangeOfOthers() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.fakes.notices.clear();

        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.calls.names()).doesNotContain("unheard");
    }

    @Test
    void whatVpcsLackIsToldOnce() {
        var world = World.openS3();
        world.members = ", 'required': {'services': ['kms']}, 'controls': {'endpoint-missing': 'notify'}";
        world.fakes.facts = vpceguard.model.NetworkFacts.of(
                Set.of(new vpceguard.model.Vpc("vpc-0123456789abcdef0", "111122223333", Set.of("10.0.0.0/16"))),
                Set.of());

        var _ = world.sweep();
        assertThat(world.fakes.notices.getLast().text()).contains("has no endpoint to kms");

        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(2);
    }
}
