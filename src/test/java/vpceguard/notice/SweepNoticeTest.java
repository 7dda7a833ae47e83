package vpceguard.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.control.Assessment;
import vpceguard.control.ControlResult;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;
import vpceguard.model.Severity;
import vpceguard.notice.PastNotice.Past;
import vpceguard.notice.SweepNotice.Line;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Due;
import vpceguard.remediation.Records;

/// A digest of more than one notice can hold.
class SweepNoticeTest {
    private static final Sender SENDER = new Sender("111122223333", "us-east-1", "vpce-guard", "ledger");
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    @Test
    void everyEndpointReachesPeopleAndCopies() {
        var lines = IntStream.range(0, 40).mapToObj(SweepNoticeTest::line).toList();
        var ids = lines.stream().map(line -> line.endpoint().id().value()).toList();

        var notices = SweepNotice.of(SENDER, lines, List.of(), NOW);

        assertThat(notices).hasSizeLessThan(11).allSatisfy(notice -> {
            assertThat(notice.details().get("shortened")).isEmpty();
            assertThat(notice.text()).contains("40 endpoints are not compliant");
        });
        assertThat(notices.stream()
                        .flatMap(notice -> SecurityHubFindings.of(notice).stream())
                        .collect(Collectors.groupingBy(SweepNoticeTest::endpoint, Collectors.counting())))
                .containsOnlyKeys(ids)
                .containsValue(1L)
                .hasSize(40);
        var text = notices.stream().map(Notice::text).collect(Collectors.joining());
        assertThat(ids).allSatisfy(id -> assertThat(text).contains(id));
    }

    /// What calls left open is taken for told as it was sent.
    @Test
    void nothingOfWhatWasOverIsCut() {
        var call = Records.full().origin();
        var pasts = IntStream.range(0, 24)
                .mapToObj(SweepNoticeTest::line)
                .map(line -> new Past(line.endpoint(), Collections.nCopies(20, finding()), List.of(call), NOW))
                .toList();

        var notices = PastNotice.of(SENDER, pasts, NOW);

        assertThat(notices)
                .hasSizeGreaterThan(1)
                .allSatisfy(notice -> assertThat(notice.isShortened()).isFalse());
        assertThat(notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .containsExactlyElementsOf(
                        pasts.stream().map(past -> past.endpoint().id()).toList());
    }

    /// It is cut then, as any notice.
    @Test
    void oneEndpointThatIsTooLongIsOneNotice() {
        var line = line(0);
        var longer = new Assessment(
                Map.of(
                        Controls.ALL.getFirst(),
                        new ControlResult.NonCompliant(Collections.nCopies(600, finding()), Set.of())),
                Map.of(),
                Optional.empty());

        var notices = SweepNotice.of(
                SENDER,
                List.of(new Line(line.endpoint(), longer, Optional.empty(), Optional.empty(), Optional.empty())),
                List.of(),
                NOW);

        assertThat(notices)
                .singleElement()
                .satisfies(
                        notice -> assertThat(notice.details().get("shortened")).hasValue(new Json.Bool(true)));
    }

    @Test
    void partsOfADigestAreFindingsOfTheirOwn() {
        var lines = IntStream.range(0, 60).mapToObj(SweepNoticeTest::line).toList();

        var notices = SweepNotice.of(SENDER, lines, List.of(), NOW);

        assertThat(notices.stream().map(notice -> notice.json().textAt("finding_info", "uid")))
                .doesNotHaveDuplicates()
                .contains(Optional.of("vpce-guard/111122223333/us-east-1/swept/"
                        + lines.getFirst().endpoint().id()));
    }

    @Test
    void theWorstControlLeads() {
        var notices = SweepNotice.of(
                SENDER,
                List.of(line(0, Severity.LOW, "a-low-one"), line(1, Severity.CRITICAL, "z-critical-one")),
                List.of(),
                NOW);

        assertThat(notices.getFirst().json().textAt("compliance", "control")).hasValue("z-critical-one");
        assertThat(notices.getFirst().controls()).containsExactly("z-critical-one", "a-low-one");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-29T06:00:00Z, Act by 2026-11-25:",
        "2026-11-24T18:00:00Z, 'Act by 2026-11-24T18:00:00Z, or endpoints are repaired:'"
    })
    void aDateTakesNoTimeFromWhatIsNeverRepaired(Instant date, String first) {
        var dated = line(0, Severity.HIGH, "one");
        var notice = SweepNotice.of(
                        SENDER,
                        List.of(
                                new Line(
                                        dated.endpoint(),
                                        dated.assessment(),
                                        Optional.of(new Due(date, Mode.ENFORCE)),
                                        Optional.empty(),
                                        Optional.empty()),
                                line(1, Severity.CRITICAL, "two")),
                        List.of(),
                        NOW)
                .getFirst();

        assertThat(notice.text())
                .startsWith("NOT CHANGED. " + first)
                .contains("Of these 1 is repaired after the date beside it; the others need a person.\n");
    }

    @Test
    void oneEndpointIsNotSeveral() {
        var notice = SweepNotice.of(SENDER, List.of(line(0)), List.of(), NOW).getFirst();

        assertThat(notice.subject()).contains("1 endpoint not compliant");
    }

    @Test
    void whatCouldNotBeJudgedIsNotCalledNotCompliant() {
        var alone = of(unjudged(0));
        assertThat(alone.text()).contains(": 1 endpoint could not be judged, and is left as it is.\n");
        assertThat(alone.subject()).contains(": 1 endpoint not judged in");
        assertThat(alone.json().textAt("compliance", "status")).hasValue("Warning");

        var beside = of(unjudged(0), line(1), line(2));
        assertThat(beside.text())
                .contains(": 2 endpoints are not compliant, 1 could not be judged; all are left as they are.\n");
        assertThat(beside.subject()).contains(": 2 endpoints not compliant in");
        assertThat(beside.json().textAt("compliance", "status")).hasValue("Fail");
    }

    private static Notice of(Line... lines) {
        return SweepNotice.of(SENDER, List.of(lines), List.of(), NOW).getFirst();
    }

    private static Line unjudged(int number) {
        return new Line(
                line(number).endpoint(),
                new Assessment(
                        Map.of(
                                Controls.ALL.getFirst(),
                                new ControlResult.InsufficientData("AWS does not show the service")),
                        Map.of(),
                        Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Line line(int number, Severity severity, String control) {
        var like = finding();
        var found = new Finding(control, severity, like.message(), like.evidence(), like.witness());
        return new Line(
                line(number).endpoint(),
                new Assessment(
                        Map.of(Controls.ALL.getFirst(), new ControlResult.NonCompliant(List.of(found), Set.of())),
                        Map.of(),
                        Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String endpoint(Json.Obj finding) {
        var id = finding.textAt("Id").orElseThrow();
        return id.replaceAll(".*vpc-endpoint/([^/]*)/.*", "$1");
    }

    private static Finding finding() {
        var like = Records.full().findings().getFirst();
        return new Finding(
                like.controlId(), like.severity(), "what was found. ".repeat(20), like.evidence(), like.witness());
    }

    private static Line line(int number) {
        var tags = IntStream.range(0, 7)
                .boxed()
                .collect(Collectors.toMap(i -> "team:tag-" + i, i -> "the value of tag number " + i));
        var endpoint = Records.tagged(
                new EndpointId("vpce-%017x".formatted(number)), Records.full().endpoint(), tags);
        var result = new ControlResult.NonCompliant(Collections.nCopies(6, finding()), Set.of());
        return new Line(
                endpoint,
                new Assessment(Map.of(Controls.ALL.getFirst(), result), Map.of(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
