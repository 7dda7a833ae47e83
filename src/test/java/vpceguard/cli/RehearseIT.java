package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.local.LocalAws;
import vpceguard.rehearsal.Samples;

/// Recorded calls that lie in AWS, more than one answer of it holds, read by the launcher.
class RehearseIT {
    private static final LocalAws AWS = LocalAws.start("--port", "0");
    /// One answer of S3 has 1,000 keys, one of CloudWatch Logs 1 MB.
    private static final int FILES = 1_003;

    private static final int EVENTS = 4_007;

    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
    private final String record =
            JsonWriter.compact(Samples.call("GetObject", "arn:aws:s3:::vendor/k", Samples.STRANGER, at));

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @BeforeEach
    void policies() throws IOException {
        Files.writeString(
                folder.resolve("before.json"),
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}}");
        Files.writeString(
                folder.resolve("after.json"),
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:Put*\", \"Resource\": \"*\"}}");
    }

    @Test
    void filesOfABucketAreReadPageByPage() throws Exception {
        var file = folder.resolve("one.json.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("{\"Records\":[" + record + "]}").getBytes(StandardCharsets.UTF_8));
        }
        AWS.put("/trail", "");
        for (int i = 0; i < FILES; i++) {
            AWS.put("/trail/AWSLogs/%04d.json.gz".formatted(i), file);
        }
        AWS.put("/trail/AWSLogs/digest.txt", "no record");
        AWS.put("/trail/elsewhere.json", record);
        AWS.forgetCalls();

        var run = rehearse("s3://trail/AWSLogs/");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
        assertThat(denied(run)).isEqualTo(Json.Num.of(FILES));
        assertThat(calls("ListBucket")).isEqualTo(2);
    }

    @Test
    void aLogGroupIsReadPageByPage() throws Exception {
        call("CreateLogGroup", Json.object());
        call("CreateLogStream", Json.object().put("logStreamName", "trail"));
        for (int from = 0; from < EVENTS; from += 1_000) {
            var events = IntStream.range(from, Math.min(from + 1_000, EVENTS))
                    .<Json>mapToObj(_ -> Json.object()
                            .put("timestamp", Json.Num.of(at.toEpochMilli()))
                            .put("message", record)
                            .build())
                    .toList();
            call("PutLogEvents", Json.object().put("logStreamName", "trail").put("logEvents", new Json.Arr(events)));
        }
        AWS.forgetCalls();

        var run = rehearse("logs:group");

        assertThat(run.err()).isEmpty();
        assertThat(denied(run)).isEqualTo(Json.Num.of(EVENTS));
        assertThat(calls("FilterLogEvents")).isGreaterThan(1);
    }

    private static void call(String action, Json.Builder parameters) {
        var _ = AWS.call(
                "logs",
                "Logs_20140328." + action,
                parameters.put("logGroupName", "group").build());
    }

    private static Json denied(Run run) {
        var answer = ((Parsed.Ok<Json>) JsonReader.read(run.out())).value();
        return ((Json.Arr) answer.at("endpoints").orElseThrow())
                .items()
                .getFirst()
                .at("rehearsal", "wouldBeDenied")
                .orElseThrow();
    }

    private static long calls(String action) {
        return AWS.calls().stream()
                .filter(call -> call.textAt("action").equals(Optional.of(action)))
                .count();
    }

    private Run rehearse(String source) throws Exception {
        return Launcher.run(
                folder,
                Map.of(
                        "AWS_ENDPOINT_URL", AWS.url(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_REGION", "us-east-1",
                        "AWS_PROFILE", "",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "HOME", folder.toString()),
                Launcher.PATH + " rehearse --before=before.json --after=after.json --type=gateway --days=2 --json "
                        + source);
    }
}
