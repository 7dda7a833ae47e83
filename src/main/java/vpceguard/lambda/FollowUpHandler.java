package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vpceguard.flow.FollowUp;
import vpceguard.flow.Invocation;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// Handles the queue of second looks. A message that fails comes back by itself, and ends in the queue of failed events
/// when it has failed too often; the others of its batch are not done again.
public final class FollowUpHandler implements RequestStreamHandler {
    private final Guard guard = Guard.of(Settings.from(System.getenv()));

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        var failures = new ArrayList<Json>();
        for (var message : messages(text)) {
            if (!isDone(message, Guard.invocation(context))) {
                failures.add(Json.object()
                        .put("itemIdentifier", message.textAt("messageId").orElse(""))
                        .build());
            }
        }
        var response =
                Json.object().put("batchItemFailures", new Json.Arr(failures)).build();
        output.write(JsonWriter.compact(response).getBytes(StandardCharsets.UTF_8));
    }

    /// A batch that is no such event fails as a whole.
    private static List<Json> messages(String text) {
        if (JsonReader.read(text) instanceof Parsed.Ok<Json>(var event)
                && event.at("Records").orElse(new Json.Null()) instanceof Json.Arr(var records)) {
            return records;
        }
        throw new UnreadableEventException("expected SQS's event with Records");
    }

    private boolean isDone(Json message, Invocation invocation) {
        try {
            var body = message.textAt("body").orElseThrow();
            var _ = guard.remediator().followUp(FollowUp.read(body), invocation);
            return true;
        } catch (RuntimeException failure) {
            guard.ports()
                    .journal()
                    .mention(Json.object()
                            .put("schema", "vpceguard/journal/1")
                            .put("step", "follow-up failed")
                            .put("detail", failure.toString())
                            .build());
            return false;
        }
    }
}
