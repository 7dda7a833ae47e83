package vpceguard.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.http.SdkHttpUtils;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// Single questions to AWS services for which there is no client of the SDK here; answers are JSON, also
/// where a service speaks XML.
public final class ReadCalls {
    private static final int LONGEST = 1 << 24;

    /// Services that speak forms and XML, by the version of their API.
    private static final Map<String, String> QUERY =
            Map.of("cloudformation", "2010-05-15", "iam", "2010-05-08", "sns", "2010-03-31");

    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    private final SignedCalls calls;

    ReadCalls(SignedCalls calls) {
        this.calls = calls;
    }

    /// What became of a question.
    public sealed interface Reply {
        record Answer(Json json) implements Reply {}

        /// There is no answer, and AWS says why.
        record Refused(String reason) implements Reply {}
    }

    public Reply ask(String service, String action, Json.Obj parameters) {
        try {
            var inJson = JsonService.of(service);
            var answer = inJson.isPresent()
                    ? calls.json(inJson.get(), action, parameters, LONGEST)
                    : query(service, action, parameters);
            if (answer.status() != 200) {
                return new Reply.Refused(answer.sentence(service, action, message(answer.text())));
            }
            return inJson.isPresent()
                    ? answered(service, JsonReader.read(answer.text()))
                    : new Reply.Answer(Xml.json(answer.text()));
        } catch (IOException | SdkException | IllegalArgumentException e) {
            return new Reply.Refused(service + ", " + action + ": " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// What an error says for people, in either form.
    private static String message(String text) {
        var inXml = MESSAGE.matcher(text);
        if (inXml.find()) {
            return inXml.group(1);
        }
        return JsonReader.read(text)
                .orEmpty()
                .flatMap(json -> json.textAt("message").or(() -> json.textAt("Message")))
                .orElse(text.strip());
    }

    private static Reply answered(String service, Parsed<Json> parsed) {
        return switch (parsed) {
            case Parsed.Ok<Json>(var json) -> new Reply.Answer(json);
            case Parsed.Malformed<Json> malformed -> new Reply.Refused(service + " answered no JSON, " + malformed);
        };
    }

    private SignedCalls.Answer query(String service, String action, Json.Obj parameters) throws IOException {
        var form = new ArrayList<>(List.of("Action=" + action, "Version=" + QUERY.getOrDefault(service, "")));
        parameters.members().forEach((name, value) -> {
            if (value instanceof Json.Arr(var items)) {
                for (int i = 0; i < items.size(); i++) {
                    form.add(member(name + ".member." + (i + 1), items.get(i)));
                }
            } else {
                form.add(member(name, value));
            }
        });
        return calls.send(calls.form(service).build(), String.join("&", form), service, LONGEST);
    }

    private static String member(String name, Json value) {
        return name + "=" + SdkHttpUtils.urlEncode(value.text().orElseGet(() -> JsonWriter.compact(value)));
    }
}
