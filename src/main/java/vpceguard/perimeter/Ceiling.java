package vpceguard.perimeter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.ServiceKnowledge.Grant;
import vpceguard.policy.Answers;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.proof.Bound;

/// The perimeter as an endpoint policy for one service: the most that an endpoint of that service may let
/// through.
///
/// @param verified whether the service was worked through; an unverified ceiling only notifies
/// @param clauses the clauses that it holds
/// @param example lets through one call that writes, whoever makes it; empty for an unverified service
public record Ceiling(
        Perimeter perimeter,
        ServiceName service,
        String region,
        boolean verified,
        Set<Clause> clauses,
        Bound bound,
        Optional<Policy> example) {
    private static final Answers<Question, Ceiling> KNOWN = new Answers<>(64);

    public Ceiling {
        clauses = Set.copyOf(clauses);
    }

    /// The ceiling of a service under a perimeter, with the clauses given.
    ///
    /// @param region the Region of the service
    public static Ceiling of(Perimeter perimeter, ServiceName service, String region, Set<Clause> clauses) {
        return KNOWN.to(new Question(perimeter, service, region, clauses), Question::answer);
    }

    /// The ceiling that is written on an endpoint: it holds the clauses whose controls are at `remediate`.
    ///
    /// @param region the endpoint's
    public static Ceiling of(Perimeter perimeter, Endpoint endpoint, String region) {
        return of(perimeter, endpoint.service(), endpoint.serviceRegion().orElse(region), perimeter.writtenClauses());
    }

    private record Question(Perimeter perimeter, ServiceName service, String region, Set<Clause> clauses) {
        Ceiling answer() {
            var knowledge = ServiceKnowledge.of(service, perimeter.partition(), region);
            return new Ceiling(
                    perimeter,
                    service,
                    region,
                    knowledge.verified(),
                    clauses,
                    new Forms(perimeter, knowledge).bound(clauses),
                    knowledge.example().map(Ceiling::example));
        }
    }

    private static Policy example(Grant call) {
        return PolicyReader.own(List.of(AllowForm.statement(
                "Example", call.actions(), call.resources(), Json.object().build())));
    }

    /// The same with that clause alone.
    public Ceiling only(Clause clause) {
        return of(perimeter, service, region, Set.of(clause));
    }

    /// Of what it follows from: ceilings are parts of questions.
    @Override
    public int hashCode() {
        return new Question(perimeter, service, region, clauses).hashCode();
    }

    /// The ceiling as a policy that anybody can read and paste.
    public Policy policy() {
        return Policy.of(bound.statements());
    }
}
