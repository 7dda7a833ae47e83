package vpceguard.perimeter.document;

import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed.Malformed;

/// Thrown where a document is not understood; `PerimeterReader` turns it into its answer.
final class Refused extends RuntimeException {
    private final JsonPointer pointer;
    private final String reason;

    Refused(JsonPointer pointer, String reason) {
        super(reason, null, false, false);
        this.pointer = pointer;
        this.reason = reason;
    }

    <T> Malformed<T> malformed() {
        return new Malformed<>(pointer, reason);
    }
}
