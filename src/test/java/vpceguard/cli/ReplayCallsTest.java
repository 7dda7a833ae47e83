package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

class ReplayCallsTest {
    private static final String OPEN =
            "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}]}";
    private static final String OURS =
            "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
                    + "\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\",\\\"Condition\\\":{\\\"StringEquals\\\":"
                    + "{\\\"aws:PrincipalOrgID\\\":\\\"o-a1b2c3d4e5\\\",\\\"aws:ResourceOrgID\\\":\\\"o-a1b2c3d4e5\\\"}}}]}";

    @TempDir
    private Path folder;

    private String perimeter = "";
    private String snapshot = "";

    @BeforeEach
    void files() throws IOException {
        perimeter = file("perimeter", "{\"organizations\": [\"o-a1b2c3d4e5\"]}");
        snapshot = file("snapshot", """
                {"VpcEndpoints": [{"VpcEndpointId": "vpce-0123456789abcdef0", "VpcEndpointType": "Gateway", "State": "available",
                  "VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.s3", "PolicyDocument": "%s",
                  "RouteTableIds": ["rtb-1"]}]}""".formatted(OURS));
    }

    @Test
    void eachCallMeetsTheEndpointAsTheCallsBeforeLeftIt() throws IOException {
        var calls = file(
                "calls.json", "{\"Records\": [" + modify(3, OURS) + "," + modify(1, OPEN) + "," + modify(2, "") + "]}");

        var run = replay("--endpoints=" + snapshot, calls);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "2026-11-24T06:00:01Z ModifyVpcEndpoint vpce-0123456789abcdef0 (s3): WOULD_CHANGE"
                                                + " policy-beyond-trusted-identities, policy-full-access")
                                .endsWith(", by arn:aws:iam::111122223333:user/ana"),
                        line -> assertThat(line).contains(": NOT_CHANGED policy-beyond-trusted-identities"),
                        line -> assertThat(line).contains(": COMPLIANT, by "),
                        line -> assertThat(line).isEqualTo("3 calls, 1 COMPLIANT, 1 NOT_CHANGED, 1 WOULD_CHANGE"));
    }

    @Test
    void showsTheNoticesWhole() throws IOException {
        var run = replay("--endpoints=" + snapshot, "--notices", file("calls.json", modify(1, OPEN)));

        assertThat(run.out())
                .contains("    WOULD CHANGE. Nothing to do: nothing was written, since the stack observes.");
    }

    @Test
    void answersInJsonLines() throws IOException {
        var run = replay("--endpoints=" + snapshot, "--json", file("calls.json", modify(1, OPEN)));

        var line = ((Parsed.Ok<Json>) JsonReader.read(run.out().strip())).value();
        assertThat(line.textAt("result")).contains("WOULD_CHANGE");
        assertThat(line.textAt("endpoint")).contains("vpce-0123456789abcdef0");
        assertThat(((Json.Arr) line.at("notices").orElseThrow()).items())
                .singleElement()
                .satisfies(notice ->
                        assertThat(notice.textAt("unmapped", "schema")).contains("vpceguard/notice/2"));
    }

    @Test
    void readsRecordsInEveryFormThatTheyComeIn() throws IOException {
        var one = modify(1, OPEN);
        var looked = Json.object()
                .put(
                        "Events",
                        new Json.Arr(List.of(
                                Json.object().put("CloudTrailEvent", one).build())))
                .build();
        Files.createDirectories(folder.resolve("trail/eu"));
        gzip(folder.resolve("trail/eu/a.json.gz"), "{\"Records\": [" + one + "]}");
        Files.writeString(folder.resolve("trail/b.txt"), "no record");

        var answers = List.of(
                replay("--endpoints=" + snapshot, file("one.json", one)),
                replay("--endpoints=" + snapshot, file("lines.jsonl", one + "\n" + modifyOther() + "\n")),
                replay("--endpoints=" + snapshot, file("looked.json", JsonWriter.compact(looked))),
                replay(
                        "--endpoints=" + snapshot,
                        file("envelope.json", "{\"detail-type\": \"x\", \"detail\": " + one + "}")),
                replay("--endpoints=" + snapshot, folder.resolve("trail").toString()));

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(answers.getFirst().out()).endsWith("1 call, 1 WOULD_CHANGE\n");
    }

    @Test
    void theRecordedShapesPassThroughWhole() {
        var run = replay("--own-role=arn:aws:iam::111122223333:role/vpce-guard-remediator", "events");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("CreateVpcEndpoint vpce-0123456789abcdef1 (s3): WOULD_CHANGE")
                .contains("ModifyVpcEndpoint vpce-0123456789abcdef0: NOT_KNOWN")
                .contains("ignored: failed call: \"Client.UnauthorizedOperation\"")
                .contains("ignored: made by the guard itself")
                .contains("NOT UNDERSTOOD: expected an event id");
    }

    /// @param match with `'` for quotes
    private String exempting(String match, String until) throws IOException {
        return file("exempting.json", """
                {"organizations": ["o-a1b2c3d4e5"], "exemptions": [{"match": %s, "reason": "move",
                  "owner": "data@example.com", "until": "%s", "controls": ["policy-full-access",
                  "policy-beyond-trusted-identities", "policy-beyond-trusted-resources"]}]}""".formatted(match.replace('\'', '"'), until));
    }

    @Test
    void whatIsLeftToTheDigestIsToldToo() throws IOException {
        perimeter = file("later", """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"policy-full-access": "notify",
                  "policy-beyond-trusted-identities": "off", "policy-widened": "off"}}""");
        var calls = file("calls.json", modify(1, OPEN));

        var later = replay("--endpoints=" + snapshot, calls);
        var line = ((Parsed.Ok<Json>) JsonReader.read(
                        replay("--endpoints=" + snapshot, "--json", calls).out().strip()))
                .value();
        perimeter = file(
                "at-once",
                Files.readString(Path.of(perimeter))
                        .replaceFirst("\\{", "{\"notices\": {\"notifyOnly\": \"at-once\"},"));
        var atOnce = replay("--endpoints=" + snapshot, calls);

        assertThat(later.code()).isEqualTo(1);
        assertThat(later.out())
                .contains(": NOT_CHANGED policy-full-access, policy-beyond-trusted-resources in the digest, by ");
        assertThat(line.at("digest"))
                .contains(new Json.Arr(
                        List.of(new Json.Str("policy-full-access"), new Json.Str("policy-beyond-trusted-resources"))));
        assertThat(atOnce.code()).isEqualTo(1);
        assertThat(atOnce.out()).contains(": NOT_CHANGED policy-full-access, policy-beyond-trusted-resources, by ");
    }

    @Test
    void levelsAreThoseOfTheDayOfTheCall() throws IOException {
        var exempting = exempting("{'service': 's3'}", "2026-11-24");
        var calls = file(
                "calls.json",
                modify(1, OPEN) + "\n"
                        + modify(1, OPEN).replace("11-24T", "11-25T").replace("event-1", "event-2"));

        var run = Run.of("replay", "--perimeter=" + exempting, "--endpoints=" + snapshot, calls);

        assertThat(run.out())
                .contains("2026-11-24T06:00:01Z ModifyVpcEndpoint vpce-0123456789abcdef0 (s3): EXEMPT")
                .contains("2026-11-25T06:00:01Z ModifyVpcEndpoint vpce-0123456789abcdef0 (s3): WOULD_CHANGE");
    }

    @Test
    void anExemptionIsForTheAccountOfTheCall() throws IOException {
        var exempting = exempting("{'account': '111122223333'}", "2099-11-24");
        var another = modify(2, OPEN).replace("111122223333", "444455556666").replace("f0\"", "f1\"");
        var endpoints = file(
                "two.json",
                Files.readString(Path.of(snapshot))
                        .replaceFirst("(?s)\\[(.*)]}$", "[$1, $1]}")
                        .replaceFirst("abcdef0", "abcdef1"));

        var run = Run.of(
                "replay",
                "--perimeter=" + exempting,
                "--endpoints=" + endpoints,
                file("calls.json", modify(1, OPEN) + another));

        assertThat(run.out())
                .contains("06:00:01Z ModifyVpcEndpoint vpce-0123456789abcdef0 (s3): EXEMPT")
                .contains("06:00:02Z ModifyVpcEndpoint vpce-0123456789abcdef1 (s3): WOULD_CHANGE");
    }

    @Test
    void anAccountThatTheCallsContradictIsRefused() throws IOException {
        var calls = file("calls.json", modify(1, OPEN));

        assertThat(replay("--account=111122223333", "--endpoints=" + snapshot, calls)
                        .code())
                .isEqualTo(1);
        assertThat(replay("--account=999988887777", "--endpoints=" + snapshot, calls))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: --account is \"999988887777\", but the calls are of \"111122223333\";"
                                + " expected that account, or no --account\n"));
    }

    @Test
    void noCallIsNoGoodAnswer() throws IOException {
        var calls = file("others.json", modifyOther());

        assertThat(replay(calls))
                .isEqualTo(new Run(
                        3,
                        "0 calls\n",
                        "vpce-guard: no call that makes or changes an endpoint was found in \"" + calls
                                + "\", expected CloudTrail's records\n"));
        assertThat(replay("--json", file("empty.json", "")).code()).isEqualTo(3);
    }

    @Test
    void thePartitionIsThatOfTheCalls() throws IOException {
        perimeter = file("china", "{\"partition\": \"aws-cn\", \"organizations\": [\"o-a1b2c3d4e5\"]}");
        var here = file("here.json", modify(1, OPEN));
        var there = file("there.json", modify(1, OPEN).replace("us-east-1", "cn-north-1"));

        assertThat(replay("--endpoints=" + snapshot, here).err()).contains("partition");
        assertThat(replay("--endpoints=" + snapshot, there).code()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay none.json --perimeter=P | \"none.json\": no such file or directory",
                "replay P | expected --perimeter, the file that says who is trusted",
                "replay P --perimeter=none.json | \"none.json\": no such file",
                "replay P --perimeter=P --endpoints=S2 | \"S2\": no such file",
            })
    void saysWhatIsWrong(String words, String reason) {
        assertThat(Run.of(words.replace("=P", "=" + perimeter)
                        .replace(" P", " " + perimeter)
                        .split(" ")))
                .isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    @Test
    void aFileThatIsNoRecordIsRefused() throws IOException {
        var broken = file("broken.json", "{\"Records\": [");
        assertThat(replay(broken).err())
                .startsWith("vpce-guard: \"" + broken + "\", line 1: the text ends within a record");
        var packed = file("packed.json.gz", "no gzip");
        assertThat(replay(packed).err()).startsWith("vpce-guard: \"" + packed + "\": cannot be unpacked, ");
    }

    private Run replay(String... words) {
        var args = new ArrayList<>(List.of("replay", "--perimeter=" + perimeter));
        args.addAll(List.of(words));
        return Run.of(args.toArray(String[]::new));
    }

    private static String modify(int number, String policy) {
        return """
                {"eventVersion": "1.10", "eventSource": "ec2.amazonaws.com", "eventName": "ModifyVpcEndpoint",\
                 "eventTime": "2026-11-24T06:00:0%dZ", "awsRegion": "us-east-1", "recipientAccountId": "111122223333",\
                 "eventID": "event-%d", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana"},\
                 "requestParameters": {"ModifyVpcEndpointRequest": {"VpcEndpointId": "vpce-0123456789abcdef0"%s}},\
                 "responseElements": {"ModifyVpcEndpointResponse": {"return": true}}}""".formatted(
                number,
                number,
                policy.isEmpty() ? ", \"AddRouteTableId\": \"rtb-2\"" : ", \"PolicyDocument\": \"" + policy + "\"");
    }

    private static String modifyOther() {
        return "{\"eventSource\": \"s3.amazonaws.com\", \"eventName\": \"PutObject\"}";
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void gzip(Path file, String text) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
