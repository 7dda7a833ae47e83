package vpceguard.perimeter;

import java.util.SequencedSet;

/// The controls that a document may name, in the order in which messages do.
///
/// @param quarantining those whose level may be `quarantine`
/// @param tightening those that ask for a tighter policy, which a rehearsal may hold back
public record KnownControls(
        SequencedSet<String> ids, SequencedSet<String> quarantining, SequencedSet<String> tightening) {}
