package vpceguard.cli.doctor;

import java.util.List;
import java.util.function.Function;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;

/// Questions to AWS.
public interface Questions {
    Reply ask(String service, String action, Json.Obj parameters);

    /// The signs in an answer, or one that it could not be had.
    default List<Sign> signs(
            String about, String service, String action, Json.Obj parameters, Function<Json, List<Sign>> reading) {
        return switch (ask(service, action, parameters)) {
            case Reply.Answer(var json) -> reading.apply(json);
            case Reply.Refused(var reason) -> List.of(Sign.unknown(about, reason));
        };
    }

    /// A number in an answer, which some services write as text.
    static long number(Json json, String... names) {
        return json.at(names)
                .map(value -> value instanceof Json.Num(var literal)
                        ? literal
                        : value.text().orElse("0"))
                .map(Double::parseDouble)
                .map(Double::longValue)
                .orElse(0L);
    }
}
