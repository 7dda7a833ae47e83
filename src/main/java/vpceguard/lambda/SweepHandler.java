package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import vpceguard.flow.Sweep;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// Handles the hourly schedule. A person may invoke it, too, with any other event: then it looks at every
/// endpoint at once.
public final class SweepHandler implements RequestStreamHandler {
    private final Sweep sweep = Guard.patient(Settings.from(System.getenv())).sweep();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        var isScheduled = JsonReader.read(text) instanceof Parsed.Ok<Json>(var event)
                && event.textAt("detail-type").equals(Optional.of("Scheduled Event"));
        var result = sweep.run(isScheduled, Guard.invocation(context));
        output.write(JsonWriter.compact(new Json.Str(result)).getBytes(StandardCharsets.UTF_8));
    }
}
