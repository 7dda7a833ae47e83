package vpceguard.perimeter;

/// What follows from a control's finding.
public enum Level {
    OFF,
    NOTIFY,
    REMEDIATE,
    /// A policy that denies everything, where the endpoint leads to somebody who is not approved.
    QUARANTINE
}
