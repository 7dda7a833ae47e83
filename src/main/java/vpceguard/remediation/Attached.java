package vpceguard.remediation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.control.Subject;
import vpceguard.model.Attachments;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Network;
import vpceguard.perimeter.Perimeter;

/// One of the three kinds of things that an endpoint is attached to: security groups, subnets, route tables.
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
                    List.of("security-group-not-approved", Controls.SECURITY_GROUP_OPEN),
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

    /// Whether no approved set in force leaves that one out; the first of the controls holds endpoints to the set.
    boolean admits(String id, Perimeter perimeter) {
        return Controls.level(controls.getFirst(), perimeter) == Level.OFF
                || approved.apply(perimeter.network())
                        .map(listed -> listed.contains(id))
                        .orElse(true);
    }

    /// Why that one would not be right on the endpoint, as far as anybody asks.
    Optional<String> objection(String id, Subject subject) {
        if (!admits(id, subject.perimeter())) {
            return Optional.of("it is not approved");
        }
        return controls.contains(Controls.SECURITY_GROUP_OPEN)
                        && Controls.level(Controls.SECURITY_GROUP_OPEN, subject.perimeter()) != Level.OFF
                        && !Controls.isShut(id, subject)
                ? Optional.of("it is open, or whom it lets in is not known")
                : Optional.empty();
    }

    /// Whether a perimeter asks for these to be removed: of each, a control that found it remediates. One that is
    /// approved by now may be open all the same.
    boolean isStillUnwanted(Set<String> ids, List<Finding> findings, Perimeter perimeter) {
        var listed = approved.apply(perimeter.network()).orElse(Set.of());
        return ids.stream()
                .allMatch(id -> controls.stream()
                        .filter(controlId -> Controls.remediates(controlId, perimeter))
                        .filter(controlId -> Reversal.found(controlId, findings).contains(id))
                        .anyMatch(controlId -> controlId.equals(Controls.SECURITY_GROUP_OPEN) || !listed.contains(id)));
    }
}
