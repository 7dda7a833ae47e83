package vpceguard.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.event.Instruction;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;
import vpceguard.model.ServiceName;
import vpceguard.model.Severity;
import vpceguard.notice.ComplianceFinding.State;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Records;

/// What collectors of findings go by.
class RecordNoticeTest {
    private static final Sender SENDER = new Sender("111122223333", "us-east-1", "vpce-guard", "ledger");
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Circumstances UNDO = Circumstances.of(new Instruction(
            Instruction.Action.UNDO, "ann", true, "why", Optional.of("cause"), Optional.of(NOW.plusSeconds(3600))));

    static Stream<Arguments> theFindingStandsAsTheRecordEnded() {
        return Stream.of(
                Arguments.of(new Outcome.Changed(), Circumstances.NONE, "Resolved", "Pass"),
                Arguments.of(new Outcome.Changed(), UNDO, "In Progress", "Fail"),
                Arguments.of(new Outcome.Refused("denied"), UNDO, "Resolved", "Pass"),
                Arguments.of(new Outcome.Refused("denied"), Circumstances.NONE, "New", "Fail"),
                Arguments.of(new Outcome.Superseded(), UNDO, "New", "Warning"),
                Arguments.of(new Outcome.Superseded(), Circumstances.NONE, "New", "Warning"),
                Arguments.of(new Outcome.Deferred(), Circumstances.NONE, "In Progress", "Fail"),
                Arguments.of(new Outcome.Unconfirmed("other"), Circumstances.NONE, "New", "Fail"),
                Arguments.of(new Outcome.WouldChange(), Circumstances.NONE, "New", "Fail"),
                Arguments.of(new Outcome.NotChanged(), Circumstances.NONE, "New", "Fail"));
    }

    @ParameterizedTest
    @MethodSource
    void theFindingStandsAsTheRecordEnded(Outcome outcome, Circumstances circumstances, String status, String word) {
        var record = Records.full().withRequests(List.of()).closed(outcome, NOW).under(circumstances);

        var json = RecordNotice.of(record, SENDER).json();

        assertThat(json.textAt("status")).contains(status);
        assertThat(json.textAt("compliance", "status")).contains(word);
    }

    @Test
    void whereAnUndoIsRefusedTheFindingsStayAsTheyAre() {
        var record = Records.full()
                .withRequests(List.of())
                .closed(new Outcome.Refused("denied"), NOW)
                .under(UNDO);

        var notice = RecordNotice.of(record, SENDER);

        assertThat(SecurityHubFindings.of(notice)).isEmpty();
        assertThat(notice.text())
                .startsWith("NOT CHANGED. Act now: EC2 refused to take the repair back;"
                        + " the endpoint is as the repair left it: denied\n");
    }

    @Test
    void whereSomebodyWasFasterTheFindingsStayAsTheyAre() {
        var record = Records.full().closed(new Outcome.Superseded(), NOW);

        assertThat(SecurityHubFindings.of(RecordNotice.of(record, SENDER))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LOW, 2, 2026-12-24", "MEDIUM, 3, 2026-12-24", "HIGH, 4, 2026-12-01", "CRITICAL, 5, 2026-11-25"})
    void howBadItIsTellsUntilWhenToAct(Severity severity, String id, String day) {
        var finding = new ComplianceFinding(
                "uid",
                "title",
                "message",
                State.FOUND,
                severity,
                "111122223333",
                "eu-west-1",
                NOW,
                List.of(),
                List.of());

        assertThat(finding.json(Json.object().build()).get("severity_id")).contains(new Json.Num(id));
        assertThat(Urgency.of(severity, NOW)).isEqualTo("Act by " + day);
    }

    @Test
    void whatIsNotConfirmedIsShownAndHasNoWayBack() {
        var record = Records.full().closed(new Outcome.Unconfirmed("{\n  \"a\": \u202e}"), NOW);

        assertThat(RecordNotice.of(record, SENDER).text())
                .contains("\nShows     { \"a\": ?}\n", "\nTo be taken back\n")
                .doesNotContain("\nRepaired ", "\nUndo\n");
    }

    /// EC2 encodes why it denies a call.
    @Test
    void aLongRefusalStandsWholeBelowTheFirstLine() {
        var reason = "You are not authorized to perform this operation. Encoded authorization failure message: "
                + "x".repeat(1500);
        var text = RecordNotice.of(Records.full().closed(new Outcome.Refused(reason), NOW), SENDER)
                .text();

        assertThat(text.lines().findFirst().orElseThrow())
                .startsWith("NOT CHANGED. Act now: EC2 refused the repair: You are not authorized")
                .hasSizeLessThan(600);
        assertThat(text).contains("\nEC2 says  " + reason + "\n");
    }

    @Test
    void whatEc2RefusedSaysWhereToLook() {
        var record = Records.full().closed(new Outcome.Refused("UnauthorizedOperation"), NOW);

        assertThat(RecordNotice.of(record, SENDER).text())
                .contains("\nTo do     often a service control policy denies it: ./vpce-guard doctor"
                        + " --stack=vpce-guard --region=us-east-1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "com.amazonaws.us-east-1.kms, kms",
        "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0, endpoint service",
        "arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-1, service network",
        "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-1, resource"
    })
    void subjectsHaveWordsForWhatIsNoService(String name, String word) {
        assertThat(RecordNotice.service(new ServiceName(name))).isEqualTo(word);
    }

    @Test
    void securityHubHearsWhenItWasFoundAndWhenItWasTold() {
        var record = Records.full();

        assertThat(SecurityHubFindings.of(RecordNotice.of(record, SENDER)))
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.textAt("CreatedAt"))
                            .contains(record.openedAt().toString());
                    assertThat(finding.textAt("UpdatedAt"))
                            .contains(record.closedAt().orElseThrow().toString());
                });
    }

    /// Two findings of one id in one call would be two versions of one finding.
    @Test
    void securityHubHearsTheWorstOfWhatOneControlFoundAndHowMuchMoreThereIs() {
        var notice = RecordNotice.of(Records.full(), SENDER);

        assertThat(notice.details().itemsAt("findings")).hasSize(Severity.values().length);
        assertThat(SecurityHubFindings.of(notice)).singleElement().satisfies(finding -> {
            assertThat(finding.textAt("FindingProviderFields", "Severity", "Label"))
                    .hasValue("CRITICAL");
            assertThat(finding.textAt("Description")).hasValue("message, and 3 more");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, eu-west-1.console.aws.amazon.com",
        "cn-north-1, cn-north-1.console.amazonaws.cn",
        "us-gov-west-1, us-gov-west-1.console.amazonaws-us-gov.com",
        "eusc-de-east-1, eusc-de-east-1.console.amazonaws-eusc.eu"
    })
    void theConsoleIsThePartitions(String region, String host) {
        assertThat(Links.endpoint(new EndpointId("vpce-0123456789abcdef0"), region))
                .startsWith("https://" + host + "/vpcconsole/");
    }
}
