package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;

/// Containment of policies, judged by the requests that can really occur, as far as the axioms say which
/// cannot.
///
/// @param assumed the axioms without which the answer, or its witness, would be another
public record Possible(Containment containment, Set<Axiom> assumed) {
    public Possible {
        assumed = Set.copyOf(assumed);
    }

    /// Whether every possible request that all of several policies let through is let through by another.
    public static Possible of(List<Policy> policies, Policy within, EndpointType type) {
        var plain = Containment.of(policies, within, type);
        if (plain instanceof Containment.Contained) {
            return new Possible(plain, Set.of());
        }
        var all = new ArrayList<>(policies);
        all.add(within);
        var axioms = new Mentions(all, type).impossible();
        var taken = new EnumMap<Axiom, List<Json>>(Axiom.class);
        var answer = plain;
        // Those that a witness breaks are taken, until one breaks none: then the others make no difference.
        while (answer instanceof Containment.NotContained(var witness)) {
            var broken = broken(axioms, witness, type);
            if (broken.isEmpty()) {
                return new Possible(answer, taken.keySet());
            }
            taken.putAll(broken);
            answer = containment(policies, taken.values(), within, type);
        }
        if (answer instanceof Containment.Unknown) {
            taken.putAll(axioms);
            answer = containment(policies, taken.values(), within, type);
        }
        return new Possible(
                answer,
                switch (answer) {
                    case Containment.Contained() -> needed(policies, taken, within, type);
                    case Containment.NotContained _ -> taken.keySet();
                    case Containment.Unknown _ -> Set.of();
                });
    }

    /// A request outside, if there is one.
    public Optional<Request> witness() {
        return containment instanceof Containment.NotContained(var witness) ? Optional.of(witness) : Optional.empty();
    }

    private static Map<Axiom, List<Json>> broken(Map<Axiom, List<Json>> axioms, Request witness, EndpointType type) {
        var broken = new EnumMap<Axiom, List<Json>>(Axiom.class);
        axioms.forEach((axiom, impossible) -> {
            if (Evaluator.decide(without(List.of(impossible)), witness, type) != Decision.ALLOWED) {
                broken.put(axiom, impossible);
            }
        });
        return broken;
    }

    private static Set<Axiom> needed(
            List<Policy> policies, Map<Axiom, List<Json>> axioms, Policy within, EndpointType type) {
        var needed = new EnumMap<Axiom, List<Json>>(Axiom.class);
        needed.putAll(axioms);
        for (var axiom : axioms.keySet()) {
            var fewer = new EnumMap<>(needed);
            fewer.remove(axiom);
            if (containment(policies, fewer.values(), within, type) instanceof Containment.Contained) {
                needed.remove(axiom);
            }
        }
        return needed.keySet();
    }

    private static Containment containment(
            List<Policy> policies, Collection<List<Json>> impossible, Policy within, EndpointType type) {
        var met = new ArrayList<>(policies);
        met.add(without(impossible));
        return Containment.of(met, within, type);
    }

    private static Policy without(Collection<List<Json>> impossible) {
        var statements = new ArrayList<Json>(List.of(Statement.EVERYTHING.source()));
        impossible.forEach(statements::addAll);
        return PolicyReader.own(statements);
    }
}
