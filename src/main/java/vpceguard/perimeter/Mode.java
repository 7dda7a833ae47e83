package vpceguard.perimeter;

/// Whether anything is written.
public enum Mode {
    /// Says what it would do.
    OBSERVE,
    /// Does it.
    ENFORCE
}
