package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import vpceguard.aws.CallerProof;
import vpceguard.flow.ByHand;
import vpceguard.flow.Intervention;
import vpceguard.flow.Invocation;
import vpceguard.flow.Reply;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Stored;

/// Handles a person's request to `undo` or `follow`, and answers it at once (`docs/undo.md`). Whoever may
/// invoke this function may undo.
public final class UndoHandler implements RequestStreamHandler {
    private final Guard guard = Guard.of(Settings.from(System.getenv()));
    private final ByHand byHand = guard.byHand();
    private final CallerProof callers = guard.callers();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        var reply = switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> reply(json, Guard.invocation(context));
            case Parsed.Malformed<Json> malformed -> new Reply.Refused(malformed.toString());
        };
        output.write(JsonWriter.compact(json(reply)).getBytes(StandardCharsets.UTF_8));
    }

    private Reply reply(Json json, Invocation invocation) {
        return switch (Intervention.read(json)) {
            case Parsed.Malformed<Intervention> malformed -> new Reply.Refused(malformed.toString());
            case Parsed.Ok<Intervention>(var asked) ->
                byHand.run(asked.endpoint(), asked.instruction(verified(json, asked), Instant.now()), invocation);
        };
    }

    /// Lambda does not say who invoked it, so the caller may bring a proof.
    private Optional<String> verified(Json json, Intervention asked) {
        return json.at("proof")
                .filter(Json.Obj.class::isInstance)
                .flatMap(proof -> callers.confirm(headers(proof), asked.purpose()));
    }

    private static Map<String, String> headers(Json proof) {
        try {
            return Stored.of(Json.object().put("proof", proof).build()).textMap("proof");
        } catch (IllegalStateException _) {
            return Map.of(); // what is no proof proves nothing
        }
    }

    private static Json.Obj json(Reply reply) {
        return switch (reply) {
            case Reply.Done(var result, var cause, var reason) ->
                Json.object()
                        .put("result", result.word())
                        .put("record", cause)
                        .put("reason", reason)
                        .build();
            case Reply.Refused(var reason) ->
                Json.object().put("result", "REFUSED").put("reason", reason).build();
        };
    }
}
