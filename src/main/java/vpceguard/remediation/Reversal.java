package vpceguard.remediation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.control.Assessment;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Remediation.Revert;

/// Which added groups, subnets and route tables are taken away again.
///
/// An interface endpoint must keep one security group, and one that lost its last subnet or route table would serve
/// nobody, so nothing is ever emptied (EC2 API reference, ModifyVpcEndpoint).
record Reversal(Optional<Revert> revert, List<Restraint> restraints) {

    static Reversal of(Subject subject, Assessment assessment, Touched touched) {
        var restraints = new ArrayList<Restraint>();
        var endpoint = subject.endpoint();
        var network = subject.perimeter().network();
        var groups = removals(
                "security-group-not-approved",
                endpoint.securityGroups(),
                network.securityGroups(),
                added(touched, Attachments::securityGroups),
                subject,
                assessment,
                restraints);
        var subnets = removals(
                "subnet-not-approved",
                endpoint.subnets(),
                network.subnets(),
                added(touched, Attachments::subnets),
                subject,
                assessment,
                restraints);
        var tables = removals(
                "route-table-not-approved",
                endpoint.routeTables(),
                network.routeTables(),
                added(touched, Attachments::routeTables),
                subject,
                assessment,
                restraints);
        return new Reversal(
                groups.isEmpty() && subnets.isEmpty() && tables.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Revert(groups, subnets, tables)),
                restraints);
    }

    /// Whether a perimeter asks for all of a reversal that was planned under an earlier one.
    static boolean isWanted(Revert revert, Perimeter perimeter) {
        var network = perimeter.network();
        return isWanted("security-group-not-approved", revert.securityGroups(), network.securityGroups(), perimeter)
                && isWanted("subnet-not-approved", revert.subnets(), network.subnets(), perimeter)
                && isWanted("route-table-not-approved", revert.routeTables(), network.routeTables(), perimeter);
    }

    private static boolean isWanted(
            String controlId, Set<String> removals, Optional<Set<String>> approved, Perimeter perimeter) {
        return removals.isEmpty()
                || (perimeter.level(controlId, Level.NOTIFY) == Level.REMEDIATE
                        && approved.isPresent()
                        && java.util.Collections.disjoint(removals, approved.get()));
    }

    /// What the call added, or empty if it set everything.
    private static Optional<Set<String>> added(Touched touched, Function<Attachments, Set<String>> kind) {
        return switch (touched) {
            case Touched.Everything() -> Optional.empty();
            case Touched.Members some -> Optional.of(kind.apply(some.added()));
        };
    }

    private static Set<String> removals(
            String controlId,
            Set<String> present,
            Optional<Set<String>> approved,
            Optional<Set<String>> added,
            Subject subject,
            Assessment assessment,
            List<Restraint> restraints) {
        if (!assessment.raises(controlId)) {
            return Set.of();
        }
        if (subject.perimeter().level(controlId, Level.NOTIFY) != Level.REMEDIATE) {
            restraints.add(new Restraint(Restraint.Kind.NOTIFY_ONLY, controlId + " only notifies"));
            return Set.of();
        }
        var type = subject.endpoint().type();
        if (!type.isEverChanged()) {
            restraints.add(new Restraint(
                    Restraint.Kind.KIND_NEVER_CHANGED,
                    controlId + ": endpoints of type " + Quoted.of(type.name()) + " are never changed"));
            return Set.of();
        }
        var removals = new HashSet<>(present);
        removals.removeAll(approved.orElse(Set.of()));
        added.ifPresent(removals::retainAll);
        if (removals.isEmpty()) {
            restraints.add(
                    new Restraint(Restraint.Kind.EXISTING, controlId + ": the call did not add it, it stood before"));
        }
        if (removals.equals(present)) {
            restraints.add(new Restraint(
                    Restraint.Kind.WOULD_LEAVE_NOTHING, controlId + ": the endpoint would be left without any"));
            return Set.of();
        }
        return removals;
    }
}
