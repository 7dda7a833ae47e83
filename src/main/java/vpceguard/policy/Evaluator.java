package vpceguard.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vpceguard.model.EndpointType;
import vpceguard.policy.Patterns.Reading;
import vpceguard.policy.Principals.Principal;

/// A policy made ready for many requests: each is allowed, denied or unknown, after the IAM user guide's evaluation
/// logic. An explicit Deny wins; without an Allow nothing passes.
public final class Evaluator {
    private final boolean variables;
    private final boolean gateway;
    private final List<Ready> allows;
    private final List<Ready> denies;

    private Evaluator(Policy policy, EndpointType type) {
        this.variables = policy.hasVariables();
        this.gateway = type.isGateway();
        this.allows = policy.allows().map(this::ready).toList();
        this.denies = policy.denies().map(this::ready).toList();
    }

    public static Evaluator of(Policy policy, EndpointType type) {
        return new Evaluator(policy, type);
    }

    /// The same for one request alone.
    public static Decision decide(Policy policy, Request request, EndpointType type) {
        return of(policy, type).decide(request);
    }

    public Decision decide(Request request) {
        var denied = any(denies, request);
        return switch (denied == Truth.TRUE ? Truth.FALSE : any(allows, request).and(denied.not())) {
            case TRUE -> Decision.ALLOWED;
            case FALSE -> Decision.DENIED;
            case UNKNOWN -> Decision.UNKNOWN;
        };
    }

    private static Truth any(List<Ready> statements, Request request) {
        var found = Truth.FALSE;
        for (int i = 0; i < statements.size() && found != Truth.TRUE; i++) {
            found = found.or(statements.get(i).matches(request));
        }
        return found;
    }

    /// Something of a request, or a value of one of its keys, beside one pattern.
    private interface Test {
        Truth holds(Request request, String value);
    }

    /// A statement: it matches if each of its elements does.
    private record Ready(List<Function<Request, Truth>> elements) {
        Truth matches(Request request) {
            var truth = Truth.TRUE;
            for (int i = 0; i < elements.size() && truth != Truth.FALSE; i++) {
                truth = truth.and(elements.get(i).apply(request));
            }
            return truth;
        }
    }

    /// An element, made ready for the first request that comes so far.
    private static final class Element implements Function<Request, Truth> {
        private final Supplier<Function<Request, Truth>> making;
        private @Nullable Function<Request, Truth> ready;

        private Element(Supplier<Function<Request, Truth>> making) {
            this.making = making;
        }

        @Override
        public Truth apply(Request request) {
            var made = ready;
            if (made == null) {
                made = making.get();
                ready = made;
            }
            return made.apply(request);
        }
    }

    private Ready ready(Statement statement) {
        var elements = new ArrayList<Function<Request, Truth>>();
        elements.add(new Element(() -> principals(statement)));
        elements.add(new Element(() -> actions(statement.actions())));
        for (var condition : statement.conditions()) {
            elements.add(
                    new Element(() -> statement.isRepeated(condition) ? _ -> Truth.UNKNOWN : condition(condition)));
        }
        elements.add(new Element(() -> resources(statement.resources())));
        var needed = variables ? Variables.needed(statement) : Set.<String>of();
        if (!needed.isEmpty()) {
            elements.add(counts(needed));
        }
        return new Ready(elements);
    }

    private static Function<Request, Truth> counts(Set<String> needed) {
        return request -> needed.stream()
                        .allMatch(key ->
                                request.knows(key) && !request.values(key).isEmpty())
                ? Truth.TRUE
                : Truth.UNKNOWN;
    }

    private Function<Request, Truth> principals(Statement statement) {
        var principals = statement.principals();
        var tests = principals.principals().stream().map(this::principal).toList();
        return request -> {
            var listed = Conditions.any(tests, test -> test.apply(request));
            return listed == Truth.TRUE && statement.mayReachExcepted(request.principal())
                    ? Truth.UNKNOWN
                    : principals.speaksOf(listed);
        };
    }

    private Function<Request, Truth> principal(Principal principal) {
        if (principal.isAnyoneOfAws()) {
            return request -> request.isFederated().not();
        }
        var matching = Callers.matching(principal, gateway);
        return request -> matching.apply(request.principal());
    }

    private static Function<Request, Truth> actions(Actions actions) {
        var tests = actions.patterns().stream().map(Evaluator::action).toList();
        return request ->
                actions.speaksOf(Conditions.any(tests, test -> test.holds(request, Glob.lower(request.action()))));
    }

    private static Test action(String pattern) {
        var glob = Patterns.action(pattern);
        return (request, action) ->
                request.hasNamedAction() ? known(glob, action) : ofSomeAction(glob, Glob.lower(pattern), action);
    }

    /// Whether a call of a service passes, of which nothing but the service is known.
    private static Truth ofSomeAction(Optional<Glob> glob, String pattern, String action) {
        var service = action.substring(0, action.length() - Request.UNKNOWN.length());
        if (pattern.equals("*") || pattern.equals(service + "*")) {
            return Truth.TRUE;
        }
        return glob.isEmpty() || pattern.startsWith(service) ? Truth.UNKNOWN : Truth.FALSE;
    }

    private Function<Request, Truth> resources(Resources resources) {
        var unresolved = resources.speaksOf(Truth.FALSE) == Truth.FALSE ? Truth.FALSE : Truth.UNKNOWN;
        var tests = resources.patterns().stream()
                .map(pattern -> filled(pattern, true, unresolved, Evaluator::resource))
                .toList();
        return request -> resources.speaksOf(Conditions.any(tests, test -> test.holds(request, request.resource())));
    }

    private static Test resource(String tokens) {
        var narrow = Patterns.resource(tokens, Reading.SEGMENT);
        var wide = Patterns.resource(tokens, Reading.WHOLE);
        boolean isAny = tokens.length() == 1 && tokens.charAt(0) == Glob.ANY;
        return (_, resource) -> {
            if (resource.equals(Request.UNKNOWN) && !isAny) {
                return Truth.UNKNOWN;
            }
            var matches = known(wide, resource);
            return matches == Truth.TRUE && known(narrow, resource) == Truth.FALSE ? Truth.UNKNOWN : matches;
        };
    }

    private Function<Request, Truth> condition(Condition condition) {
        var name = condition.name();
        var tests = condition.patterns().stream()
                .map(pattern -> comparison(condition, pattern))
                .toList();
        return request -> request.knows(name)
                ? Conditions.holds(
                        condition,
                        request.values(name),
                        value -> Conditions.any(tests, test -> test.holds(request, value)))
                : Truth.UNKNOWN;
    }

    private Test comparison(Condition condition, String pattern) {
        var operator = condition.operator();
        if (operator.test() == Operator.Test.NULL || (!operator.test().type().isText() && pattern.contains("${"))) {
            // The IAM user guide contradicts itself on Bool.
            return (_, _) -> Truth.UNKNOWN;
        }
        return filled(
                pattern,
                Comparison.hasWildcards(operator.test()),
                operator.negated() ? Truth.UNKNOWN : Truth.FALSE,
                tokens -> {
                    var comparison = Comparison.of(operator.test(), condition.name(), List.of(tokens));
                    return (_, value) -> comparison.holds(value);
                });
    }

    /// A test with its variables filled in, once if there are none.
    ///
    /// @param unresolved what a pattern with an absent key in a variable amounts to
    private Test filled(String pattern, boolean wildcards, Truth unresolved, Function<String, Test> test) {
        if (Glob.clashes(pattern)) {
            return (_, _) -> Truth.UNKNOWN;
        }
        return variables && pattern.contains("${")
                ? (request, value) -> switch (Variables.fill(pattern, wildcards, request)) {
                    case Variables.Filled.Text(var tokens) -> test.apply(tokens).holds(request, value);
                    case Variables.Filled.Unresolved() -> unresolved;
                    case Variables.Filled.Open() -> Truth.UNKNOWN;
                }
                : test.apply(wildcards ? Glob.marked(pattern) : pattern);
    }

    private static Truth known(Optional<Glob> glob, String text) {
        return glob.map(known -> Truth.of(known.matches(text))).orElse(Truth.UNKNOWN);
    }
}
