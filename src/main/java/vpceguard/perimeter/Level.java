package vpceguard.perimeter;

/// What a control's finding leads to.
public enum Level {
    OFF,
    NOTIFY,
    REMEDIATE,
    /// A policy that denies everything, where the endpoint leads to somebody who is not approved.
    QUARANTINE
}
