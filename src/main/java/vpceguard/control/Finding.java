package vpceguard.control;

import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.model.Severity;
import vpceguard.policy.Request;

/// What a control found.
///
/// @param message for people, lower case, with text from outside quoted
/// @param witness a request that shows it, where there is one
public record Finding(
        String controlId, Severity severity, String message, Evidence evidence, Optional<Request> witness) {
    /// The same in other words.
    Finding saying(String other) {
        return new Finding(controlId, severity, other, evidence, witness);
    }

    public Json.Obj json() {
        var json = Json.object()
                .put("control", controlId)
                .put("severity", severity.toString())
                .put("message", message)
                .put("evidence", evidence.json());
        witness.ifPresent(request -> json.put("witness", request.json()));
        return json.build();
    }
}
