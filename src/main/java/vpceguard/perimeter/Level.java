package vpceguard.perimeter;

/// What follows from a control's finding.
public enum Level {
    OFF,
    NOTIFY,
    REMEDIATE
}
