package vpceguard.model;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;

/// The security groups, subnets and route tables of an endpoint, by id: all that it has, or those that a
/// call added or removed.
public record Attachments(Set<String> securityGroups, Set<String> subnets, Set<String> routeTables) {
    public static final Attachments NONE = new Attachments(Set.of(), Set.of(), Set.of());

    public Attachments {
        securityGroups = Set.copyOf(securityGroups);
        subnets = Set.copyOf(subnets);
        routeTables = Set.copyOf(routeTables);
    }

    public Attachments plus(Attachments others) {
        return with(others, (some, more) -> {
            var all = new HashSet<>(some);
            all.addAll(more);
            return all;
        });
    }

    public Attachments minus(Attachments others) {
        return with(others, (some, without) -> {
            var left = new HashSet<>(some);
            left.removeAll(without);
            return left;
        });
    }

    /// What is in both.
    public Attachments and(Attachments others) {
        return minus(minus(others));
    }

    public boolean has(String id) {
        return securityGroups.contains(id) || subnets.contains(id) || routeTables.contains(id);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    private Attachments with(Attachments others, BinaryOperator<Set<String>> each) {
        return new Attachments(
                each.apply(securityGroups, others.securityGroups),
                each.apply(subnets, others.subnets),
                each.apply(routeTables, others.routeTables));
    }
}
