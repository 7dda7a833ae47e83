package vpceguard.control;

import vpceguard.json.Json;
import vpceguard.model.Severity;

/// What a control found: `message` is for people, lower case, with text from outside quoted.
public record Finding(String controlId, Severity severity, String message, Evidence evidence) {
    public Json.Obj json() {
        return Json.object()
                .put("control", controlId)
                .put("severity", severity.toString())
                .put("message", message)
                .put("evidence", evidence.json())
                .build();
    }
}
