package vpceguard.notice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.remediation.Foreseen;

class ReportPageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>\n<script>", Pattern.DOTALL);
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!--\u2028\u2029{{script}}{{data}}&lt;\u202e\"'$1\\";

    @Test
    void theSameReportGivesTheSamePage() {
        assertThat(ReportPage.of(new SampleAccount().report(7)))
                .isEqualTo(ReportPage.of(new SampleAccount().report(7)))
                .startsWith("<!doctype html>")
                .doesNotContain("{{");
    }

    @Test
    void theDataComesThroughUnchanged() {
        var report = hostile();
        var page = ReportPage.of(report);
        var data = DATA.matcher(page);

        assertThat(data.find()).isTrue();
        assertThat(data.group(1)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(((Parsed.Ok<Json>) JsonReader.read(data.group(1))).value()).isEqualTo(ReportJson.write(report));
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
    }

    @Test
    void nothingIsAskedForOutside() {
        assertThat(ReportPage.of(new SampleAccount().report(3)))
                .contains("content=\"default-src 'none'; style-src 'sha256-")
                .doesNotContainPattern("(?i)(src|href)=\"?(https?:|//)")
                .doesNotContain("@import", "url(");
    }

    @Test
    void aPolicyStandsInItOnce() {
        var json = ReportJson.write(new SampleAccount().report(200));

        assertThat(((Json.Arr) json.at("policies").orElseThrow()).items())
                .doesNotHaveDuplicates()
                .hasSizeLessThan(80);
        assertThat(((Json.Arr) json.at("endpoints").orElseThrow()).items()).hasSize(200);
    }

    @Test
    void whatRecordedCallsTellStandsBesideTheProposedPolicy() {
        var told = new Foreseen(
                "would have denied none",
                Json.object().put("verdict", "NONE_DENIED").build());
        var json = ReportJson.write(rehearsed(told));

        assertThat(((Json.Arr) json.at("endpoints").orElseThrow())
                        .items()
                        .getFirst()
                        .textAt("rehearsal", "verdict"))
                .hasValue("NONE_DENIED");
    }

    /// One endpoint whose proposed policy was rehearsed.
    static Report rehearsed(Foreseen told) {
        var report = new SampleAccount().report(7);
        var line = report.endpoints().stream()
                .filter(one -> one.plan().policy().isPresent())
                .findFirst()
                .orElseThrow();
        var rehearsed = new Report.Line(
                line.endpoint(), line.region(), line.assessment(), line.plan().foreseeing(told));
        return new Report(
                report.account(),
                report.regions(),
                report.at(),
                report.perimeter(),
                report.vpcs(),
                report.gaps(),
                report.missing(),
                List.of(rehearsed));
    }

    /// Whatever a person may write into an endpoint or its policy.
    static Report hostile() {
        var account = new SampleAccount();
        var policies = List.of(
                HOSTILE,
                "{\"Statement\":[{\"Sid\":\"</script><img src=x onerror=alert(2)>\",\"Effect\":\"Allow\",\"Principal\":\"*\","
                        + "\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::<svg onload=alert(3)>\u202e/*\"}]}");
        var lines = policies.stream()
                .map(policy -> account.line(
                        SampleAccount.endpoint(
                                policies.indexOf(policy),
                                EndpointType.INTERFACE,
                                HOSTILE,
                                "com.amazonaws.eu-west-1." + (policy.equals(HOSTILE) ? HOSTILE : "s3"),
                                Optional.of(policy),
                                Map.of(
                                        "Name",
                                        HOSTILE,
                                        HOSTILE,
                                        HOSTILE,
                                        "__proto__",
                                        "x",
                                        "constructor",
                                        "javascript:alert(4)")),
                        "eu-west-1"))
                .toList();
        return new Report(
                "111122223333",
                List.of("eu-west-1"),
                Instant.EPOCH,
                HOSTILE,
                Map.of(HOSTILE, HOSTILE),
                List.of(HOSTILE),
                List.of(),
                lines);
    }
}
