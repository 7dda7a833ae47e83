package vpceguard.policy;

import java.util.Optional;
import java.util.function.Function;
import vpceguard.model.EndpointType;
import vpceguard.policy.Patterns.Reading;

/// One request, one policy: allowed, denied or unknown, after the IAM user guide's evaluation logic. An explicit Deny
/// wins; without an Allow nothing passes.
public final class Evaluator {
    private final boolean variables;
    private final boolean gateway;
    private final Request request;

    private Evaluator(Policy policy, Request request, EndpointType type) {
        this.variables = policy.hasVariables();
        this.gateway = type.isGateway();
        this.request = request;
    }

    public static Decision decide(Policy policy, Request request, EndpointType type) {
        var evaluator = new Evaluator(policy, request, type);
        var denied = Conditions.any(policy.denies().toList(), evaluator::matches);
        return switch (Conditions.any(policy.allows().toList(), evaluator::matches)
                .and(denied.not())) {
            case TRUE -> Decision.ALLOWED;
            case FALSE -> Decision.DENIED;
            case UNKNOWN -> Decision.UNKNOWN;
        };
    }

    private Truth matches(Statement statement) {
        return principals(statement.principals())
                .and(actions(statement.actions()))
                .and(resources(statement.resources()))
                .and(conditions(statement));
    }

    private Truth principals(Principals principals) {
        return principals.speaksOf(Conditions.any(principals.principals(), this::isCaller));
    }

    private Truth isCaller(Principals.Principal principal) {
        return Callers.match(principal, request.principal(), gateway);
    }

    private Truth actions(Actions actions) {
        return actions.speaksOf(Conditions.any(actions.patterns(), this::action));
    }

    private Truth action(String pattern) {
        return known(Patterns.action(pattern), Glob.lower(request.action()));
    }

    private Truth resources(Resources resources) {
        var unresolved = resources.speaksOf(Truth.FALSE) == Truth.FALSE ? Truth.FALSE : Truth.UNKNOWN;
        return resources.speaksOf(Conditions.any(resources.patterns(), pattern -> resource(pattern, unresolved)));
    }

    private Truth resource(String pattern, Truth unresolved) {
        return filled(
                pattern,
                true,
                unresolved,
                tokens -> known(Patterns.resource(tokens, Reading.SEGMENT), request.resource()));
    }

    private Truth conditions(Statement statement) {
        var truth = Truth.TRUE;
        for (var condition : statement.conditions()) {
            truth = truth.and(statement.isRepeated(condition) ? Truth.UNKNOWN : condition(condition));
        }
        return truth;
    }

    private Truth condition(Condition condition) {
        if (!request.knows(condition.name())) {
            return Truth.UNKNOWN;
        }
        return Conditions.holds(
                condition,
                request.values(condition.name()),
                value -> Conditions.any(condition.patterns(), pattern -> compare(condition, pattern, value)));
    }

    private Truth compare(Condition condition, String pattern, String value) {
        var operator = condition.operator();
        if (operator.test().type() != Operator.Type.STRING && pattern.contains("${")) {
            // The IAM user guide lists variables for strings and ARNs only, and contradicts itself on Bool.
            return Truth.UNKNOWN;
        }
        return filled(
                pattern,
                Comparison.hasWildcards(operator.test()),
                operator.negated() ? Truth.UNKNOWN : Truth.FALSE,
                tokens -> Comparison.of(operator.test(), tokens).holds(value));
    }

    /// @param unresolved what a pattern with an absent key in a variable amounts to
    private Truth filled(String pattern, boolean wildcards, Truth unresolved, Function<String, Truth> then) {
        if (Glob.clashes(pattern)) {
            return Truth.UNKNOWN;
        }
        if (!variables) {
            return then.apply(wildcards ? Glob.marked(pattern) : pattern);
        }
        return Variables.fill(pattern, wildcards, request).truth(then, unresolved);
    }

    private static Truth known(Optional<Glob> glob, String text) {
        return glob.map(known -> Truth.of(known.matches(text))).orElse(Truth.UNKNOWN);
    }
}
