package vpceguard.perimeter;

/// A part of a ceiling. A request passes if it satisfies each clause that the ceiling holds.
public enum Clause {
    /// The caller is trusted.
    IDENTITIES("policy-beyond-trusted-identities", Level.REMEDIATE, "Identities"),
    /// What is called upon is trusted.
    RESOURCES("policy-beyond-trusted-resources", Level.NOTIFY, "Resources"),
    /// The service's `only` statements let it through.
    STATEMENTS("policy-beyond-service-statements", Level.NOTIFY, "Statements");

    private final String controlId;
    private final Level defaultLevel;
    private final String sid;

    Clause(String controlId, Level defaultLevel, String sid) {
        this.controlId = controlId;
        this.defaultLevel = defaultLevel;
        this.sid = sid;
    }

    /// The control whose level decides whether the clause is written.
    public String controlId() {
        return controlId;
    }

    /// The control's level if the perimeter says nothing.
    public Level defaultLevel() {
        return defaultLevel;
    }

    String sid() {
        return sid;
    }
}
