package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.model.EndpointType;
import vpceguard.policy.Answers;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;

/// The most that a policy may let through: a set of requests, written in two ways that mean the same.
///
/// @param allows as Allow statements, with some Deny statements: a request is inside if one of the first matches and
///     none of the second
/// @param stops these Deny statements; none in most bounds
/// @param denies as Deny statements alone: a request is inside if none of them matches
public record Bound(List<Statement> allows, List<Statement> stops, List<Statement> denies) {
    private static final Answers<Map.Entry<Bound, EndpointType>, Boolean> EXACT = new Answers<>(32);

    public Bound {
        allows = List.copyOf(allows);
        stops = List.copyOf(stops);
        denies = List.copyOf(denies);
    }

    public Bound(List<Statement> allows, List<Statement> denies) {
        this(allows, List.of(), denies);
    }

    /// A policy as a bound, with its complement proved equal in both directions; empty if it cannot be written or is
    /// not proved, or if the policy mentions variables: these would be read by the version of the policy bounded.
    static Optional<Bound> of(Policy policy, EndpointType type) {
        if (policy.mentionsVariables()) {
            return Optional.empty();
        }
        var allows = policy.allows().toList();
        var stops = policy.denies().toList();
        return Complement.of(allows).flatMap(complement -> {
            var denies = new ArrayList<>(stops);
            denies.addAll(PolicyReader.own(complement).statements());
            var bound = new Bound(allows, stops, denies);
            return bound.isExact(type) ? Optional.of(bound) : Optional.empty();
        });
    }

    /// What some Allow statements leave out, as Deny statements; empty if it cannot be written. It is a proposal until
    /// `isExact` has shown that a bound of both means one thing.
    public static Optional<List<Json.Obj>> complement(List<Statement> allows) {
        return Complement.of(allows);
    }

    /// Whether the two forms are shown to mean the same, in both directions. Whoever tightens asks first, and most
    /// policies meet the same bounds.
    public boolean isExact(EndpointType type) {
        return EXACT.to(Map.entry(this, type), _ -> isShown(type));
    }

    private boolean isShown(EndpointType type) {
        var allowing = Policy.of(statements());
        var denying = Policy.of(denyForm());
        return Containment.of(allowing, denying, type) instanceof Containment.Contained
                && Containment.of(denying, allowing, type) instanceof Containment.Contained;
    }

    /// The statements of the first form.
    public List<Statement> statements() {
        return Stream.concat(allows.stream(), stops.stream()).toList();
    }

    /// Whether the bound leaves nothing out.
    public boolean isEverything() {
        return denies.isEmpty();
    }

    /// The bound as a policy, in the form that has the fewer statements.
    Policy policy() {
        return Policy.of(denies.size() < allows.size() + stops.size() ? denyForm() : statements());
    }

    /// Names the bound in a proof.
    String digest() {
        return Sha256.of(policy().source());
    }

    private List<Statement> denyForm() {
        return Stream.concat(Stream.of(Statement.EVERYTHING), denies.stream()).toList();
    }
}
