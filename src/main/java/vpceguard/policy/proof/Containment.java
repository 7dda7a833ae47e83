package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Space.Sides;

/// Whether every request that one policy lets through is let through by another, on an endpoint of a given type.
///
/// Sound in every reading of AWS's text, and complete where all of it is understood. A request passes a policy
/// if an Allow box holds it and no Deny box does, so a is within b if each Allow box of a lies in a's Deny
/// boxes and b's Allow boxes, and what it has in common with a Deny box of b lies in a's Deny boxes.
public sealed interface Containment {
    /// All of it is.
    record Contained() implements Containment {}

    /// This request is not, as the evaluator confirms.
    record NotContained(Request witness) implements Containment {}

    /// That could not be decided.
    record Unknown(String reason) implements Containment {}

    static Containment of(Policy policy, Policy within, EndpointType type) {
        return of(List.of(policy), within, type);
    }

    /// The same for the requests that all of several policies let through.
    static Containment of(List<Policy> policies, Policy within, EndpointType type) {
        var all = new ArrayList<>(policies);
        all.add(within);
        var asked = new Asked(all);
        var found = of(asked, type, Readings.USUAL);
        if (found instanceof Contained) {
            for (var reading : Readings.of(all)) {
                if (!reading.equals(Readings.USUAL) && !(of(asked, type, reading) instanceof Contained)) {
                    return new Unknown("it depends on whether " + reading.difference());
                }
            }
        }
        return found;
    }

    /// What a policy says and is not understood, so that it is only ever carried along; sorted.
    static List<String> notUnderstood(Policy policy, EndpointType type) {
        return Space.of(new Asked(List.of(policy)), type.isGateway(), Readings.USUAL)
                .map(space -> space.opaqueTexts().stream().sorted().toList())
                .orElse(List.of("too many cases together"));
    }

    private static Containment of(Asked asked, EndpointType type, Readings readings) {
        var policies = asked.policies();
        var space = Space.of(asked, type.isGateway(), readings);
        if (space.isEmpty()) {
            return new Unknown("the policies have too many cases together");
        }
        var search = new Search(space.get(), policies.size() - 1);
        var open = search.outside(Sides.EXACT, Sides.EXACT);
        if (search.exhausted()) {
            return new Unknown("the statements have too many cases together");
        }
        if (open.isEmpty()) {
            return new Contained();
        }
        // What is not understood may still not matter, or mean something for the request at hand.
        var isUnderstood = space.get().opaqueTexts().isEmpty();
        for (var outside : isUnderstood ? List.of(open) : List.of(search.outside(Sides.NARROW, Sides.WIDE), open)) {
            var witness = outside.map(space.get()::witness).stream()
                    .flatMap(found -> Stream.of(found.byItsAccount(), found))
                    .filter(request -> isOutside(policies, request, type))
                    .findFirst();
            if (witness.isPresent()) {
                return new NotContained(witness.get());
            }
        }
        return new Unknown(
                isUnderstood
                        ? "a request found outside is not confirmed: "
                                + space.get().witness(open.get()).sentence()
                        : "not understood: " + String.join("; ", space.get().opaqueTexts()));
    }

    private static boolean isOutside(List<Policy> policies, Request request, EndpointType type) {
        return policies.subList(0, policies.size() - 1).stream()
                        .allMatch(policy -> Evaluator.decide(policy, request, type) == Decision.ALLOWED)
                && Evaluator.decide(policies.getLast(), request, type) == Decision.DENIED;
    }
}
