package vpceguard.remediation;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.model.Attachments;
import vpceguard.perimeter.Network;
import vpceguard.perimeter.Perimeter;

/// A kind of things that an endpoint is attached to.
///
/// @param word for people
/// @param controls the ids of the controls that find an unwanted one
/// @param of the ids of this kind among all
/// @param only ids of this kind and none of another
/// @param approved those that a perimeter approves
record Attached(
        String word,
        List<String> controls,
        Function<Attachments, Set<String>> of,
        Function<Set<String>, Attachments> only,
        Function<Network, Optional<Set<String>>> approved) {
    static final List<Attached> KINDS = List.of(
            new Attached(
                    "security group",
                    List.of("security-group-not-approved", "security-group-open"),
                    Attachments::securityGroups,
                    ids -> new Attachments(ids, Set.of(), Set.of()),
                    Network::securityGroups),
            new Attached(
                    "subnet",
                    List.of("subnet-not-approved"),
                    Attachments::subnets,
                    ids -> new Attachments(Set.of(), ids, Set.of()),
                    Network::subnets),
            new Attached(
                    "route table",
                    List.of("route-table-not-approved"),
                    Attachments::routeTables,
                    ids -> new Attachments(Set.of(), Set.of(), ids),
                    Network::routeTables));

    Set<String> of(Attachments attachments) {
        return of.apply(attachments);
    }

    Attachments only(Set<String> ids) {
        return only.apply(ids);
    }

    /// Whether a perimeter asks for these to be removed: a control about them remediates, and none is approved.
    boolean isStillUnwanted(Set<String> ids, Perimeter perimeter) {
        return ids.isEmpty()
                || (controls.stream().anyMatch(controlId -> Reversal.remediates(controlId, perimeter))
                        && Collections.disjoint(
                                ids, approved.apply(perimeter.network()).orElse(Set.of())));
    }
}
