package vpceguard.flow;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.Attachments;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.perimeter.Mode;

/// One notice for each endpoint in two minutes, and nobody is told twice what he knows.
class QuietTest {
    private static final String OPEN_AGAIN = World.FULL_ACCESS.replace("2008-10-17", "2012-10-17");

    @Test
    void aSecondNoticeWaitsAndIsSentWithTheThird() {
        var world = World.openS3();
        var _ = world.handle(World.created("one"));
        for (var cause : new String[] {"two", "three"}) {
            world.now = world.now.plusSeconds(20);
            world.show(cause.equals("two") ? World.FULL_ACCESS : OPEN_AGAIN);
            assertThat(world.handle(World.modified(cause, World.policySet(World.FULL_ACCESS))))
                    .isEqualTo("CHANGED");
        }
        assertThat(world.fakes.notices).hasSize(1);

        world.now = world.now.plus(Ledger.QUIET);
        world.followUp();

        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().details().textAt("record", "cause"))
                .hasValue("three");
        assertThat(world.fakes.notices.getLast().text())
                .contains("Also, within these minutes")
                .contains(
                        "CHANGED, critical, policy-beyond-trusted-identities, policy-full-access for ModifyVpcEndpoint")
                .contains("record two");
        assertThat(world.fakes.ledger.closed()).hasSize(3);
    }

    /// The notice of the second repair waits.
    private static World repairedTwice() {
        var world = World.openS3();
        var _ = world.handle(World.created("one"));
        world.show(World.FULL_ACCESS);
        assertThat(world.handle(World.modified("two", World.policySet(World.FULL_ACCESS))))
                .isEqualTo("CHANGED");
        world.now = world.now.plusSeconds(20);
        return world;
    }

    @Test
    void ofThoseThatWaitTheWeightiestLeads() {
        var world = repairedTwice();
        world.show("{\"Statement\":[]}");
        assertThat(world.handle(World.modified("three", World.policySet("{\"Statement\":[]}"))))
                .isEqualTo("NOT_CHANGED");

        world.now = world.now.plus(Ledger.QUIET);
        world.followUp();

        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED. ")
                .contains("NOT CHANGED, high, policy-locks-everyone-out for ModifyVpcEndpoint");
        assertThat(statuses(world.fakes.copies.getLast()))
                .containsEntry("policy-full-access", "PASSED")
                .containsEntry("policy-locks-everyone-out", "FAILED");
        assertThat(world.fakes.copies.getLast().controls()).contains("policy-full-access", "policy-locks-everyone-out");
    }

    /// What each control's finding is in Security Hub.
    private static Map<String, String> statuses(Notice notice) {
        return SecurityHubFindings.of(notice).stream()
                .collect(toMap(
                        finding -> finding.textAt("GeneratorId").orElseThrow().substring("vpce-guard/".length()),
                        finding -> finding.textAt("Compliance", "Status").orElseThrow()));
    }

    @Test
    void ofOneControlTheNewestRecordCounts() {
        for (boolean isRepairedLast : new boolean[] {true, false}) {
            var repaired = World.openS3();
            repaired.now = World.NOW.plusSeconds(isRepairedLast ? 20 : 0);
            var _ = repaired.handle(World.created("repaired"));
            var observed = World.openS3();
            observed.mode = Mode.OBSERVE;
            observed.now = World.NOW.plusSeconds(10);
            var _ = observed.handle(World.created("observed"));
            var records = new ArrayList<>(repaired.fakes.ledger.records().values());
            records.addAll(observed.fakes.ledger.records().values());

            var notice = RecordNotice.of(records, repaired.stack().sender());

            assertThat(statuses(notice)).containsEntry("policy-full-access", isRepairedLast ? "PASSED" : "FAILED");
        }
    }

    /// Nothing can be written into a policy that is as long as they may be.
    @Test
    void whatIsCriticalAndLeftToPeopleIsNoLineUnderARepair() {
        var world = repairedTwice();
        var full = World.FULL_ACCESS.replace(
                "[{",
                "[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::"
                        + "a".repeat(20_000) + "\"},{");
        world.show(full);
        assertThat(world.handle(World.modified("three", World.policySet(full)))).isEqualTo("NOT_CHANGED");

        world.now = world.now.plus(Ledger.QUIET);
        world.followUp();

        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED. Act by ")
                .contains("  CHANGED, critical, policy-beyond-trusted-identities");
    }

    @Test
    void aNoticeThatWaitsIsSentByTheSweepIfTheQueueLostIt() {
        var world = World.openS3();
        var _ = world.handle(World.created("one"));
        world.show(World.FULL_ACCESS);
        var _ = world.handle(World.modified("two", World.policySet(World.FULL_ACCESS)));
        world.fakes.followUps.clear();
        world.now = world.now.plus(Duration.ofMinutes(20));

        assertThat(world.sweep()).contains("1 records finished");
        assertThat(world.fakes.notices).hasSize(2);
    }

    /// A first look does not tell that what a second one found is over, and the two do not forget for each other.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatBothLooksAtACallFindIsToldOnce(boolean isCompliantAtFirst) {
        var world = World.withStrangeGroup(isCompliantAtFirst ? World.inside("sns:Publish") : "{\"Statement\":[]}");
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
        for (int hour = 0; hour < 4; hour++) {
            world.now = world.now.plus(Duration.ofHours(1));
            var _ = world.handle(World.modified("call" + hour, World.groupsAdded(World.STRANGE), world.now));
            world.now = world.now.plus(Settling.TIME).plusSeconds(1);
            world.followUp();
            world.now = world.now.plus(Ledger.QUIET).plusSeconds(1);
            world.followUp();
            assertThat(world.fakes.notices).hasSize(isCompliantAtFirst ? 1 : 2);
        }
    }

    @Test
    void whatIsOnlyToldIsToldOnceAMonth() {
        var world = World.with("athena", vpceguard.model.EndpointType.INTERFACE, World.FULL_ACCESS);
        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        world.now = world.now.plus(Duration.ofDays(1));

        assertThat(world.handle(World.modified("two", World.policySet(World.FULL_ACCESS))))
                .isEqualTo("KNOWN");

        world.now = world.now.plus(Duration.ofDays(31));
        assertThat(world.handle(World.modified("three", World.policySet(World.FULL_ACCESS))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices).hasSize(2);
    }

    /// The record is closed by then.
    @Test
    void whatATopicRefusedIsToldWhenItComesBack() {
        var world = World.openS3();
        var _ = world.handle(World.created("call"));
        var notice = world.fakes.notices.getFirst();
        world.fakes.followUps.add(new FollowUp.Publish("topic", notice));

        world.followUp();

        assertThat(world.fakes.notices).containsExactly(notice, notice);
    }
}
