package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.rehearsal.Samples;

class RehearseTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
    private static final String OWN_FILE = text(Samples.call("GetObject", "arn:aws:s3:::files/k", Samples.OWN, AT));
    private static final String ABROAD =
            text(Samples.call("GetObject", "arn:aws:s3:::vendor/k", Samples.STRANGER, AT.plusSeconds(7200)));

    @TempDir
    private Path folder = Path.of("");

    private static String text(Json record) {
        return JsonWriter.compact(record);
    }

    @BeforeEach
    void write() throws IOException {
        put("perimeter.json", """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"policy-beyond-trusted-resources": "remediate"}}""");
        put("members.json", "{\"Accounts\": [{\"Id\": \"111122223333\", \"Name\": \"own\"}]}");
        put("endpoints.json", """
                {"VpcEndpoints": [
                  {"VpcEndpointId": "vpce-0123456789abcdef0", "VpcEndpointType": "Gateway",
                   "ServiceName": "com.amazonaws.us-east-1.s3",
                   "PolicyDocument": "{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"*\\",\\"Resource\\":\\"*\\"}]}"}]}""");
    }

    private String put(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Run rehearse(String... more) {
        var args = new ArrayList<>(List.of(
                "rehearse",
                "--perimeter=" + folder.resolve("perimeter.json"),
                "--endpoints=" + folder.resolve("endpoints.json"),
                "--members=" + folder.resolve("members.json"),
                "--account=111122223333"));
        args.addAll(List.of(more));
        return Run.of(args.toArray(String[]::new));
    }

    @Test
    void callsAreCountedAndTheStatementToldThatKeepsThem() throws IOException {
        var run = rehearse(put("one.json", "{\"Records\": [" + OWN_FILE + "," + ABROAD + "]}"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("vpce-0123456789abcdef0: would have denied 1 of 2 calls in 3 hours, all from"
                        + " \"arn:aws:iam::111122223333:role/app\"")
                .contains("1 call s3:GetObject by \"arn:aws:iam::111122223333:role/app\", who is trusted, upon"
                        + " \"arn:aws:s3:::vendor/*\"")
                .contains("records in 2 of 3 hours")
                .contains("to keep it, in \"also\" of the service");
    }

    @Test
    void theDocumentMayNameTheMembers() throws IOException {
        put("perimeter.json", """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"policy-beyond-trusted-resources": "remediate"},
                 "rehearsal": {"members": ["111122223333"]}}""");

        var run = Run.of(
                "rehearse",
                "--perimeter=" + folder.resolve("perimeter.json"),
                "--endpoints=" + folder.resolve("endpoints.json"),
                "--account=111122223333",
                put("one.json", "{\"Records\": [" + OWN_FILE + "," + ABROAD + "]}"));

        assertThat(run.out()).contains("would have denied 1 of 2 calls");
    }

    @Test
    void anotherFileIsNotTakenForTheMembers() throws IOException {
        put("members.json", "{\"organizations\": []}");

        var run = rehearse(put("one.json", "{\"Records\": []}"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected a member \"Accounts\"");
    }

    @Test
    void aDirectoryOfPackedFilesIsRead() throws IOException {
        var logs = Files.createDirectories(folder.resolve("logs/2026/11/01"));
        try (var out = new GZIPOutputStream(Files.newOutputStream(logs.resolve("a.json.gz")))) {
            out.write(("{\"Records\":[" + OWN_FILE + "]}").getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(logs.resolve("b.jsonl"), OWN_FILE + "\n" + OWN_FILE + "\n");
        Files.writeString(logs.resolve("readme.txt"), "no record");

        var run = rehearse("--json", folder.resolve("logs").toString());

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"verdict\": \"NONE_DENIED\"").contains("\"stayAllowed\": 3");
    }

    @Test
    void withoutCallsThereIsNoEvidence() throws IOException {
        var run = rehearse(put("none.json", "{\"Records\": []}"));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("no evidence: no calls").doesNotContain("safe");
    }

    @Test
    void aSnapshotSaysWhoseItsEndpointsAre() throws IOException {
        var endpoints = Files.readString(folder.resolve("endpoints.json"));
        var calls = put("one.json", OWN_FILE + ABROAD);
        var owned = endpoints.replace("\"VpcEndpointType\"", "\"OwnerId\": \"111122223333\", \"VpcEndpointType\"");
        var offline = List.of(
                "rehearse",
                "--perimeter=" + put("accounts.json", "{\"accounts\": [\"444455556666\"]}"),
                "--endpoints=" + put("owned.json", owned),
                calls);

        assertThat(Run.of(offline.toArray(String[]::new)).out())
                .as("its own account's callers are trusted")
                .startsWith("vpce-0123456789abcdef0: would have denied none of 2 calls");

        var another = one(owned)
                .replace("vpce-0123456789abcdef0", "vpce-0fedcba9876543210")
                .replace("111122223333", "999988887777");
        put("endpoints.json", with(another, owned));
        assertThat(rehearse(calls).err()).contains("expected those of one");
        assertThat(rehearse("--endpoint=vpce-0123456789abcdef0", calls).code())
                .as("of those that are asked for the account is one")
                .isLessThan(2);

        put("endpoints.json", owned.replace("111122223333", "999988887777"));
        var refused = rehearse(calls);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("vpce-guard: --account is \"111122223333\", but the endpoints are of \"999988887777\";"
                        + " expected that account, or no --account\n");
    }

    @Test
    void whatIsAskedForAndNotThereIsNotPassedOver() throws IOException {
        var calls = put("one.json", OWN_FILE);

        assertThat(rehearse(
                        "--endpoint=vpce-0123456789abcdef0",
                        "--endpoint=vpce-0fedcba9876543210",
                        "--endpoint=vpce-0aaaaaaaaaaaaaaaa",
                        calls))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: --endpoint is \"vpce-0aaaaaaaaaaaaaaaa\", \"vpce-0fedcba9876543210\", expected only"
                                + " endpoints of the account and Region, or of --endpoints\n"));
        put("endpoints.json", "{\"VpcEndpoints\": []}");
        assertThat(rehearse(calls).err())
                .isEqualTo(
                        "vpce-guard: there is no endpoint, expected one in the account and Region, or in --endpoints\n");
    }

    private static String one(String snapshot) {
        return snapshot.substring(snapshot.indexOf('[') + 1, snapshot.lastIndexOf(']'));
    }

    private static String with(String another, String snapshot) {
        return "{\"VpcEndpoints\": [" + another + "," + one(snapshot) + "]}";
    }

    @Test
    void aSnapshotIsOfItsOwnPartition() throws IOException {
        put("perimeter.json", "{\"partition\": \"aws-cn\", \"organizations\": [\"o-a1b2c3d4e5\"]}");
        var calls = put("one.json", OWN_FILE);
        assertThat(rehearse(calls).err()).contains("the document is for another partition than \"aws\"");

        var chinese = Files.readString(folder.resolve("endpoints.json"))
                .replace("com.amazonaws.us-east-1.s3", "com.amazonaws.cn-north-1.s3");
        var ofAnAccount = one(chinese)
                .replace("vpce-0123456789abcdef0", "vpce-0fedcba9876543210")
                .replace("com.amazonaws.cn-north-1.s3", "com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0");
        put("endpoints.json", with(ofAnAccount, chinese));

        assertThat(rehearse("--endpoint=vpce-0123456789abcdef0", calls).code()).isZero();
    }

    @Test
    void aRecordWithoutItsBeginningIsNoEvidence() throws IOException {
        var damaged = put("damaged.jsonl", OWN_FILE + "\n" + ABROAD.substring(2) + "\n");

        var run = rehearse(damaged);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("vpce-guard: \"" + damaged + "\", line 2: expected a record of CloudTrail, found \"");
    }

    @Test
    void anEventWithoutWhatEachHasIsNoEvidence() throws IOException {
        var timeless = OWN_FILE.replace("\"eventTime\"", "\"time\"");
        var calls = put("broken.jsonl", OWN_FILE + timeless + OWN_FILE.replace(AT.toString(), "yesterday"));

        var run = rehearse(calls);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .startsWith("vpce-0123456789abcdef0: no evidence: none of 1 call in 1 hour would have been denied;"
                        + " 2 network activity events could not be read\n");
        assertThat(rehearse("--json", calls).out()).contains("\"evidence\": false");
    }

    @Test
    void anEndpointThatIsLeftAsItIsNeedsNoEvidence() throws IOException {
        put("perimeter.json", "{\"organizations\": [\"o-a1b2c3d4e5\"], \"controls\": {\"*\": \"off\"}}");

        assertThat(rehearse(put("none.json", "{\"Records\": []}")))
                .isEqualTo(new Run(0, "vpce-0123456789abcdef0: no tighter policy would be written\n", ""));
    }

    @Test
    void anEventThatIsNoJsonIsNoEvidence() throws IOException {
        var run = rehearse(put("looked.json", "{\"Events\": [{\"CloudTrailEvent\": \"{\"}]}"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("looked.json\", line 1: ");
    }

    @Test
    void anyTwoPoliciesMayBeCompared() throws IOException {
        var open = put("open.json", """
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}""");
        var closed = put("closed.json", """
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:Put*", "Resource": "*"}}""");

        var run = Run.of("rehearse", "--before=" + open, "--after=" + closed, put("one.json", ABROAD));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("would have denied 1 of 1 call in 1 hour");
    }

    @Test
    void callsThroughOneEndpointAreNoEvidenceForAnother() throws IOException {
        var open = put("open.json", """
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}""");
        var records = put("two.json", OWN_FILE + ABROAD.replace("vpce-0123456789abcdef0", "vpce-0fedcba9876543210"));

        assertThat(Run.of("rehearse", "--before=" + open, "--after=" + open, records))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: the records are of calls through several endpoints, such as"
                                + " \"vpce-0123456789abcdef0\" and \"vpce-0fedcba9876543210\", expected --endpoint, the"
                                + " one that the policies are for\n"));
        assertThat(Run.of(
                                "rehearse",
                                "--before=" + open,
                                "--after=" + open,
                                "--endpoint=vpce-0fedcba9876543210",
                                records)
                        .out())
                .startsWith("vpce-0fedcba9876543210: would have denied none of 1 call ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--perimeter=p.json", "--account=111122223333", "--endpoints=e.json", "--members=m.json"})
    void whatTheTwoPoliciesDoNotNeedIsRefused(String option) {
        assertThat(Run.of("rehearse", "--before=a.json", "--after=b.json", option, "calls.json"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: --before and --after are the two policies whatever the perimeter, expected no"
                                + " --perimeter, --account, --ring, --endpoints or --members beside them\n"));
    }

    @Test
    void anEndpointSaysItsTypeItself() throws IOException {
        assertThat(rehearse("--type=gateway", put("one.json", OWN_FILE)).err())
                .isEqualTo("vpce-guard: --type is of the endpoint of --before and --after; others have their own\n");
    }

    @Test
    void whatCannotBeReadIsSaidWithItsFile() throws IOException {
        assertThat(rehearse(put("cut.json", "{\"Records\": [{\"a\": ")).err())
                .contains("cut.json")
                .contains("the text ends within a record");
        assertThat(rehearse(folder.resolve("nowhere").toString()).err()).contains("no such file or directory");
        assertThat(rehearse("--days=0", put("x.json", "{}")).err()).contains("--days is 0, expected 1 to 3650");
    }

    @Test
    void aRecordIsFoundWhateverItsTextHolds() throws IOException {
        assertThat(read(" {\n \"Records\" : [ {\"a\": \"}{\\\"[\", \"b\": [{}]} , {\"Records\": 1}]} {\"c\": [1]}"))
                .containsExactly("{\"a\":\"}{\\\"[\",\"b\":[{}]}", "{\"Records\":1}", "{\"c\":[1]}");
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ufeff{\"a\":1}\r\n{\"b\":2}\n\n",
                "{\"a\":1}{\"b\":2}",
                "[{\"a\":1},\n{\"b\":2}]",
                "{\"Records\":[{\"a\":1}]}\n\ufeff{\"Records\":[{\"b\":2}]}",
                "[{\"Records\":[{\"a\":1}]},{\"Records\":[]},{\"b\":2}]",
                "{\"Events\":[{\"a\":1},{\"b\":2}],\"NextToken\":\"]}\",\"ResponseMetadata\":{\"x\":[{}]}}",
            })
    void recordsComeOneByOneInLinesOrInLists(String text) throws IOException {
        assertThat(read(text)).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n\"b\":{\"c\":2}}",
                "{\"a\":1}\n}",
                "{\"a\":1}\n]",
                "{\"a\":1}\nnothing",
                "[{\"a\":1}\n\"b\"]",
                "{\"Records\":[{\"a\":1}\n,\"b\":{\"c\":2}}]}",
                "{\"Records\":[{\"a\":1},\n{\"b\"}]}",
                "{\"Records\":[{\"a\":1},\n{\"b\":2]}",
            })
    void whatIsLeftOfARecordIsRefused(String text) throws IOException {
        var records = new RecordStream(new StringReader(text));

        assertThat(records.next()).hasValueSatisfying(first -> assertThat(first).isInstanceOf(Parsed.Ok.class));
        assertThat(records.next())
                .hasValueSatisfying(second -> assertThat(second).isInstanceOf(Parsed.Malformed.class));
        assertThat(records.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"a\":1}",
                "{\"Records\":[{\"a\":1}],",
                "[{\"a\":1}",
                "{\"a\":1}]",
                "{\"Records\":[{\"a\":1}] 1}"
            })
    void aListThatDoesNotEndIsRefused(String text) throws IOException {
        assertThat(read(text)).first().isEqualTo("{\"a\":1}");
        assertThat(read(text)).hasSize(2).last().asString().contains(" at ");
    }

    private static List<String> read(String text) throws IOException {
        var records = new RecordStream(new StringReader(text));
        var found = new ArrayList<String>();
        for (var next = records.next(); next.isPresent(); next = records.next()) {
            switch (next.get()) {
                case Parsed.Ok<Json>(var json) -> found.add(JsonWriter.compact(json));
                case Parsed.Malformed<Json> malformed -> {
                    found.add(malformed.toString());
                    return found;
                }
            }
        }
        return found;
    }
}
