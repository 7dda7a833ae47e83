package vpceguard.policy;

/// What a matching statement does; an explicit Deny wins over every Allow.
public enum Effect {
    ALLOW("Allow"),
    DENY("Deny");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    /// The word as policies write it, case included.
    public String word() {
        return word;
    }
}
