package vpceguard.control;

import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.model.Severity;
import vpceguard.policy.Request;

/// Something that a control found to be not as it requires.
///
/// @param message for people, lower case, with text from outside quoted
/// @param witness a request that shows it, where there is one
/// @param exempt why nothing follows from it, where that is so
public record Finding(
        String controlId,
        Severity severity,
        String message,
        Evidence evidence,
        Optional<Request> witness,
        Optional<Exempt> exempt) {
    public Finding(String controlId, Severity severity, String message, Evidence evidence, Optional<Request> witness) {
        this(controlId, severity, message, evidence, witness, Optional.empty());
    }

    /// Names what was found: the control, and the witness or the place. The same finding has it again another day.
    public String key() {
        var what = witness.map(Request::json).orElseGet(evidence::json);
        return controlId + ":" + Sha256.of(what).substring(0, 16);
    }

    /// In a line.
    public String sentence() {
        return severity + ", " + controlId + ": " + message;
    }

    /// The same in other words.
    Finding saying(String other) {
        return new Finding(controlId, severity, other, evidence, witness, exempt);
    }

    Finding exempt(Exempt because) {
        return new Finding(controlId, severity, message, evidence, witness, Optional.of(because));
    }

    public Json.Obj json() {
        var json = Json.object()
                .put("control", controlId)
                .put("severity", severity.toString())
                .put("message", message)
                .put("evidence", evidence.json());
        witness.ifPresent(request -> json.put("witness", request.json()));
        exempt.ifPresent(because -> json.put("exempt", because.json()));
        return json.build();
    }
}
