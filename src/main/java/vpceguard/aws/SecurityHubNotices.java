package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Gatherers;
import software.amazon.awssdk.http.SdkHttpMethod;
import vpceguard.flow.Notices;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.notice.Notice;
import vpceguard.notice.SecurityHubFindings;

/// Notices as findings in this account's Security Hub (BatchImportFindings).
public final class SecurityHubNotices implements Notices {
    /// Of one call.
    private static final int MOST = 100;

    private static final int LONGEST_ANSWER = 256 * 1024;

    private final SignedCalls calls;

    public SecurityHubNotices(SignedCalls calls) {
        this.calls = calls;
    }

    @Override
    public void publish(Notice notice) {
        SecurityHubFindings.of(notice).stream()
                .gather(Gatherers.windowFixed(MOST))
                .forEach(this::send);
    }

    private void send(List<Json.Obj> findings) {
        var body = JsonWriter.compact(
                Json.object().put("Findings", new Json.Arr(findings)).build());
        var request = calls.to("securityhub", "/findings/import")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/json")
                .build();
        try {
            var answer = calls.send(request, body, "securityhub", LONGEST_ANSWER);
            if (answer.status() != 200 || hasFailures(answer.text())) {
                throw new IllegalStateException(answer.sentence("Security Hub"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Security Hub cannot be reached", e);
        }
    }

    /// A finding that is refused comes with status 200.
    private static boolean hasFailures(String answer) {
        return JsonReader.read(answer)
                .orEmpty()
                .flatMap(json -> json.at("FailedCount"))
                .filter(count -> count instanceof Json.Num(var literal) && literal.equals("0"))
                .isEmpty();
    }
}
