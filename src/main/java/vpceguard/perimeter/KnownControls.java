package vpceguard.perimeter;

import java.util.SequencedSet;

/// The controls that a document may name, in the order in which messages do.
///
/// @param quarantining those whose level may be `quarantine`
public record KnownControls(SequencedSet<String> ids, SequencedSet<String> quarantining) {}
