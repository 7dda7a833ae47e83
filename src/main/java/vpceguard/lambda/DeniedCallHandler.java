package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import vpceguard.flow.DenialWatch;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// Handles network activity events of calls that an endpoint's policy denied.
public final class DeniedCallHandler implements RequestStreamHandler {
    private final DenialWatch denials = Guard.of(Settings.from(System.getenv())).denials();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        var result = switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> denials.denied(json);
            case Parsed.Malformed<Json> malformed -> throw new UnreadableEventException(malformed.toString());
        };
        output.write(
                JsonWriter.compact(Json.object().put("result", result).build()).getBytes(StandardCharsets.UTF_8));
    }
}
