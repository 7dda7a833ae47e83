package vpceguard.perimeter;

/// One of the two halves of a ceiling. A request passes if it satisfies each clause that the ceiling holds.
public enum Clause {
    /// The caller is trusted.
    IDENTITIES("policy-beyond-trusted-identities", "Identities"),
    /// What is called upon is trusted.
    RESOURCES("policy-beyond-trusted-resources", "Resources");

    private final String controlId;
    private final String sid;

    Clause(String controlId, String sid) {
        this.controlId = controlId;
        this.sid = sid;
    }

    /// The control whose level decides whether the clause is written.
    public String controlId() {
        return controlId;
    }

    String sid() {
        return sid;
    }
}
