package vpceguard.policy.proof;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Callers;
import vpceguard.policy.Condition;
import vpceguard.policy.Glob;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;

/// The accounts, organizations, services and keys that some policies name, and what the axioms say of these.
final class Mentions {
    /// Services whose ARNs name the owner, and that give `aws:ResourceAccount` for every call.
    private static final Set<String> OWNER_IN_ARN = Set.of(
            "dynamodb",
            "ecr",
            "elasticloadbalancing",
            "kinesis",
            "kms",
            "lambda",
            "logs",
            "secretsmanager",
            "sns",
            "sqs",
            "ssm");

    /// Those of them in whose ARNs anybody may write another's account further on, as the name of a log group, a
    /// function or a topic: a star before the account, which may reach there, tells of no owner, unless a kind of
    /// resource follows that stands in no other place.
    private static final Set<String> OWNER_ELSEWHERE = Set.of("lambda", "logs", "sns");

    private static final Pattern KIND = Pattern.compile(":(?!log-stream:)[a-z-]+:");

    private static final Pattern ACCOUNT = Pattern.compile("(?:arn:[^:]*:([^:]*):[^:]*:)?(\\d{12})(?::.*)?");

    /// The front of a path, `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`.
    private static final Pattern ORGANIZATION = Pattern.compile("(o-[a-z0-9]{10,32})/.*");

    private static final Set<String> PATHS = Set.of("aws:principalorgpaths", "aws:resourceorgpaths");

    private static final Json EVERYBODY = new Json.Str("*");

    private final EndpointType type;
    private final Map<String, Set<String>> principals = new TreeMap<>();
    private final Set<String> services = new TreeSet<>();
    private final Set<String> accounts = new TreeSet<>();
    private final Set<String> organizations = new TreeSet<>();
    private final Map<String, Set<String>> owned = new TreeMap<>();
    private final Set<String> keys = new TreeSet<>();

    Mentions(Collection<Policy> policies, EndpointType type) {
        this.type = type;
        policies.forEach(policy -> policy.statements().forEach(this::note));
    }

    private void note(Statement statement) {
        for (var principal : statement.principals().principals()) {
            if (principal.kind().equals("Service")) {
                services.add(principal.id());
            }
            Callers.account(principal)
                    .or(() -> Callers.account(principal.id()))
                    .ifPresent(account -> principals
                            .computeIfAbsent(account, _ -> new TreeSet<>(Set.of(account)))
                            .add(principal.id()));
        }
        statement.resources().patterns().forEach(this::noteOwner);
        statement.conditions().forEach(this::note);
    }

    private void noteOwner(String pattern) {
        var arn = ACCOUNT.matcher(pattern);
        if (arn.matches() && arn.group(1) != null && OWNER_IN_ARN.contains(arn.group(1))) {
            of(arn.group(1), arn.group(2), pattern.substring(0, arn.end(2)), pattern.substring(arn.end(2)))
                    .ifPresent(all -> owned.computeIfAbsent(arn.group(2), _ -> new TreeSet<>())
                            .add(all));
        }
    }

    /// The ARNs of that account which a pattern is about; empty if it may mean others too.
    private static Optional<String> of(String service, String account, String front, String rest) {
        if (!Glob.hasWildcard(front)) {
            return Optional.of(front + ":*");
        }
        var everywhere = "arn:*:" + service + ":*:" + account;
        if (!OWNER_ELSEWHERE.contains(service)) {
            return Optional.of(everywhere + ":*");
        }
        var kind = KIND.matcher(rest);
        return kind.lookingAt() ? Optional.of(everywhere + kind.group() + "*") : Optional.empty();
    }

    private void note(Condition condition) {
        keys.add(condition.name());
        if (condition.name().equals("aws:principalaccount") || condition.name().equals("aws:principalarn")) {
            named(condition, ACCOUNT, 2).forEach(accounts::add);
        }
        if (PATHS.contains(condition.name())) {
            named(condition, ORGANIZATION, 1).forEach(organizations::add);
        }
    }

    private static Stream<String> named(Condition condition, Pattern form, int group) {
        return condition.patterns().stream()
                .map(form::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(group));
    }

    /// What is impossible by each axiom, as Deny statements; nothing of keys that no policy names.
    Map<Axiom, List<Json>> impossible() {
        var impossible = new EnumMap<Axiom, List<Json>>(Axiom.class);
        for (var axiom : Axiom.values()) {
            var denies = denies(axiom).toList();
            if (!denies.isEmpty()) {
                impossible.put(axiom, denies);
            }
        }
        return impossible;
    }

    private Stream<Json> denies(Axiom axiom) {
        return switch (axiom.whom()) {
            case CALLERS ->
                principals.entrySet().stream().flatMap(entry -> denies(axiom, entry.getKey(), aws(entry.getValue())));
            case ROOT_USERS ->
                type.isGateway()
                        ? principals.keySet().stream().flatMap(account -> denies(axiom, account, aws(List.of(account))))
                        : Stream.of();
            case ANYBODY -> accounts.stream().flatMap(account -> denies(axiom, account, EVERYBODY));
            case MEMBERS -> organizations.stream().flatMap(organization -> denies(axiom, organization, EVERYBODY));
            case NOBODY_KNOWN -> denies(axiom, "", aws(List.of(Request.ANONYMOUS)));
            case NOBODY_FEDERATED ->
                blocks(axiom, "")
                        .map(block -> deny(aws(List.of(Request.ANONYMOUS)), List.of("*"), block)
                                .put("NotAction", Request.FEDERATED_CALLS)
                                .build());
            case SERVICES ->
                services.isEmpty()
                        ? Stream.of()
                        : denies(
                                axiom,
                                "",
                                Json.object().put("Service", services).build());
            case OWNERS ->
                owned.entrySet().stream()
                        .flatMap(entry -> blocks(axiom, entry.getKey())
                                .map(block -> deny(EVERYBODY, entry.getValue(), block)
                                        .put("Action", "*")
                                        .build()));
        };
    }

    private Stream<Json> denies(Axiom axiom, String id, Json principals) {
        return blocks(axiom, id)
                .map(block ->
                        deny(principals, List.of("*"), block).put("Action", "*").build());
    }

    private Stream<Json.Obj> blocks(Axiom axiom, String id) {
        return axiom.impossible(id).stream().filter(this::isAsked);
    }

    private boolean isAsked(Json.Obj block) {
        return block.members().values().stream()
                .flatMap(asked -> ((Json.Obj) asked).members().keySet().stream())
                .allMatch(key -> keys.contains(key.toLowerCase(Locale.ROOT)));
    }

    private static Json aws(Iterable<String> ids) {
        return Json.object().put("AWS", ids).build();
    }

    private static Json.Builder deny(Json principals, Iterable<String> resources, Json.Obj block) {
        return Json.object()
                .put("Effect", "Deny")
                .put("Principal", principals)
                .put("Resource", resources)
                .put("Condition", block);
    }
}
