package vpceguard.flow;

import vpceguard.perimeter.Perimeter;

/// Whether the perimeter may be applied.
public sealed interface Trust {
    record Confirmed(Perimeter perimeter) implements Trust {}

    /// Nothing may be written until it is.
    record Unconfirmed(String reason) implements Trust {}
}
