package vpceguard.cli.redrive;

import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// A message in a queue of failed events, and where it goes back to. An event that EventBridge could not
/// hand over is there as it was sent; one on which a function failed is there in the envelope of Lambda's
/// destination; a follow-up is there as it was in its own queue.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
sealed interface DeadLetter {

    /// An event, back to a function.
    ///
    /// @param function its logical id in the template
    /// @param event on one line
    /// @param about what it is, for people
    record Event(String function, String event, String about) implements DeadLetter {}

    /// A follow-up, back to the queue of follow-ups.
    record FollowUp(String text) implements DeadLetter {}

    /// It stays where it is.
    record Unknown(String reason) implements DeadLetter {}

    static DeadLetter read(String body) {
        return switch (JsonReader.read(body)) {
            case Parsed.Ok<Json>(var json) ->
                of(
                        json.at("requestPayload").orElse(json),
                        json.textAt("requestContext", "functionArn").orElse(""));
            case Parsed.Malformed<Json> malformed -> new Unknown("it is no JSON, " + malformed);
        };
    }

    private static DeadLetter of(Json event, String function) {
        if (event.textAt("schema").equals(Optional.of(vpceguard.flow.FollowUp.SCHEMA))) {
            return new FollowUp(JsonWriter.compact(event));
        }
        var call = event.textAt("detail", "eventName").orElse("");
        var about =
                call + " " + event.textAt("detail", "eventID").map(Quoted::of).orElse("without eventID");
        var text = JsonWriter.compact(event);
        // Whoever sweeps by hand hands over no event.
        if (event.textAt("detail-type").equals(Optional.of("Scheduled Event"))
                || function.contains("-SweepFunction-")) {
            return new Event("SweepFunction", text, "a sweep");
        }
        if (event.textAt("detail-type").equals(Optional.of("AWS Network Activity Event via CloudTrail"))) {
            return new Event("DeniedCallFunction", text, about);
        }
        return switch (call) {
            case "CreateVpcEndpoint" -> new Event("CreateVpcEndpointFunction", text, about);
            case "ModifyVpcEndpoint" -> new Event("ModifyVpcEndpointFunction", text, about);
            default ->
                new Unknown("expected an event of CreateVpcEndpoint or ModifyVpcEndpoint, found "
                        + Quoted.of(text.length() > 80 ? text.substring(0, 80) : text));
        };
    }
}
