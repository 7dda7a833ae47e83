package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import vpceguard.event.EventReader;
import vpceguard.event.EventReading;
import vpceguard.flow.Invocation;
import vpceguard.flow.Journal;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// Reads an EventBridge event and hands it to a pass over its endpoint. It takes the event as a stream,
/// since Lambda's own event types cost a cold start some 180 ms and drop members that they do not know.
abstract class EndpointChangeHandler implements RequestStreamHandler {
    private final Guard guard = Guard.of(Settings.from(System.getenv()));

    /// Kept here, since the runtime only refers to it.
    @SuppressWarnings("unused")
    private final Optional<Object> snapshot = Snapshot.of(System.getenv(), guard.services());

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        handle(guard, input, output, Guard.invocation(context));
    }

    static void handle(Guard guard, InputStream input, OutputStream output, Invocation invocation) throws IOException {
        var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        var result = switch (read(text, guard)) {
            case EventReading.Change(var change) ->
                guard.remediator().event(change, invocation).word();
            case EventReading.OwnChange(var change) ->
                guard.remediator().own(change, invocation).word();
            case EventReading.Ignored(var reason) -> ignored(reason, guard);
            case EventReading.Unreadable(var pointer, var reason) ->
                throw new UnreadableEventException(reason + " at " + pointer);
        };
        output.write(
                JsonWriter.compact(Json.object().put("result", result).build()).getBytes(StandardCharsets.UTF_8));
    }

    private static EventReading read(String text, Guard guard) {
        return switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> EventReader.read(json, guard.own());
            case Parsed.Malformed<Json>(var pointer, var reason) -> new EventReading.Unreadable(pointer, reason);
        };
    }

    private static String ignored(String reason, Guard guard) {
        guard.ports()
                .journal()
                .mention(Journal.step("ignored").put("detail", reason).build());
        return "IGNORED";
    }
}
