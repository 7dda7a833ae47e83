package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import vpceguard.flow.Notices;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.Arn;
import vpceguard.notice.Notice;

/// Notices as events on a central bus, which may be another account's (PutEvents).
public final class EventBusNotices implements Notices {
    public static final String SOURCE = "vpce-guard";

    private static final int LONGEST_ANSWER = 64 * 1024;

    private final SignedCalls calls;
    private final String bus;

    /// @param bus its ARN
    public EventBusNotices(SignedCalls calls, String bus) {
        this.calls = calls.in(Arn.of(bus).orElseThrow().region());
        this.bus = bus;
    }

    @Override
    public void publish(Notice notice) {
        var entry = Json.object()
                .put("Source", SOURCE)
                .put("DetailType", "VPC endpoint notice")
                .put("EventBusName", bus)
                .put("Detail", notice.line())
                .build();
        var entries = Json.object().put("Entries", new Json.Arr(List.of(entry))).build();
        try {
            var answer = calls.json(JsonService.EVENTS, "PutEvents", entries, LONGEST_ANSWER);
            if (answer.status() != 200 || hasFailures(answer.text())) {
                throw new IllegalStateException(answer.sentence("the event bus"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the event bus cannot be reached", e);
        }
    }

    /// An entry that is refused comes with status 200.
    private static boolean hasFailures(String answer) {
        return !(JsonReader.read(answer) instanceof Parsed.Ok<Json>(var json)
                && json.at("FailedEntryCount")
                        .map(count -> count instanceof Json.Num(var literal) && literal.equals("0"))
                        .orElse(true));
    }
}
