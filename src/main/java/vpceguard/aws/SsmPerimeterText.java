package vpceguard.aws;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.flow.PerimeterText;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// A small perimeter document in a parameter of Systems Manager.
public final class SsmPerimeterText implements PerimeterText {
    private final SignedCalls calls;
    private final String name;

    public SsmPerimeterText(SignedCalls calls, String name) {
        this.calls = calls;
        this.name = name;
    }

    @Override
    public Reading read() {
        var place = "ssm:" + name;
        try {
            var question =
                    Json.object().put("Name", name).put("WithDecryption", true).build();
            var answer = calls.json(JsonService.SSM, "GetParameter", question, LONGEST);
            if (answer.status() == 400 && answer.text().contains("ParameterNotFound")) {
                return new Reading.Missing("there is no parameter " + Quoted.of(name));
            }
            return answer.status() == 200 && JsonReader.read(answer.text()) instanceof Parsed.Ok<Json>(var json)
                    ? found(place, json)
                    : new Reading.Unread(answer.sentence(place));
        } catch (IOException | SdkException e) {
            return new Reading.Unread(place + ": " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    private static Reading found(String place, Json json) {
        var version = json.at("Parameter", "Version").map(JsonWriter::compact).map(":"::concat);
        return json.textAt("Parameter", "Value")
                .<Reading>map(value -> new Reading.Found(value, place + version.orElse("")))
                .orElseGet(() -> new Reading.Unread(place + " has no value"));
    }
}
