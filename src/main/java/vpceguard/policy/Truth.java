package vpceguard.policy;

/// Kleene's three truth values: what AWS's documentation leaves open is unknown, never false.
public enum Truth {
    FALSE,
    UNKNOWN,
    TRUE;

    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    public Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }

    public Truth not() {
        return switch (this) {
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
            case TRUE -> FALSE;
        };
    }
}
