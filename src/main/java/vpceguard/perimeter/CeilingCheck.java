package vpceguard.perimeter;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Operator;
import vpceguard.policy.Policy;

/// Checks whether the ceilings that a document makes can be written and proved: when it is new, and in each
/// sweep, since another version may prove less. Ceilings of services that the document says nothing about are proved
/// when this program is built.
public final class CeilingCheck {
    private final Perimeter perimeter;
    private final String region;

    private CeilingCheck(Perimeter perimeter, String region) {
        this.perimeter = perimeter;
        this.region = region;
    }

    /// The first place in the document that makes a ceiling that locks the account out or cannot be built upon.
    ///
    /// @param written the clauses that are written, in each ring of the document
    /// @param account the own account, whose principals each ceiling must admit; empty for any
    public static Optional<Malformed<Perimeter>> fault(
            Perimeter perimeter, Set<Set<Clause>> written, Optional<String> account, String region) {
        return lockout(perimeter, account, region).or(() -> unwritable(perimeter, written, region));
    }

    /// The first place that makes a ceiling that lets no call of the own account through: it can be built upon.
    public static Optional<Malformed<Perimeter>> lockout(Perimeter perimeter, Optional<String> account, String region) {
        var check = new CeilingCheck(perimeter, region);
        return check.services().stream()
                .flatMap(service -> check.lockout(service, account).stream())
                .findFirst();
    }

    /// The first place that makes a ceiling that cannot be built upon.
    public static Optional<Malformed<Perimeter>> unwritable(
            Perimeter perimeter, Set<Set<Clause>> written, String region) {
        var check = new CeilingCheck(perimeter, region);
        return check.longest()
                .flatMap(service -> check.overlong(service, written).stream())
                .findFirst()
                .or(() -> check.services().stream()
                        .flatMap(service -> check.unwritable(service).stream())
                        .findFirst());
    }

    /// Where accounts and partners first become too many. Of all services that trust the same ones S3 has the longest
    /// ceiling, and the most statements that name them; others can be longer only by partners of their own.
    private Stream<String> longest() {
        return Stream.concat(
                        Stream.of("s3"),
                        perimeter.partners().stream()
                                .flatMap(partner -> partner.services().stream())
                                .sorted())
                .distinct();
    }

    private Optional<Malformed<Perimeter>> overlong(String service, Set<Set<Clause>> written) {
        return written.stream()
                .map(clauses -> ceiling(service, clauses))
                .flatMap(ceiling -> overlong(ceiling).stream())
                .findFirst()
                .map(reason -> malformed(service, reason));
    }

    /// The services for which the document says something of its own.
    private Set<String> services() {
        var services = new LinkedHashSet<>(new TreeSet<>(perimeter.services().keySet()));
        perimeter.partners().stream()
                .filter(partner -> !partner.actions().isEmpty())
                .flatMap(partner ->
                        partner.services().isEmpty() ? ServiceKnowledge.CEILINGS.stream() : partner.services().stream())
                .sorted()
                .forEach(services::add);
        return services;
    }

    private Optional<Malformed<Perimeter>> lockout(String service, Optional<String> account) {
        var only = perimeter.rule(service).only();
        var calls = ServiceCalls.of(service, perimeter.partition(), region);
        return only.isEmpty() || !calls.areKeptOutBy(only, own(account))
                ? Optional.empty()
                : Optional.of(new Malformed<>(
                        JsonPointer.ROOT.child("services").child(service).child("only"),
                        "it does not let through any call " + calls + " of the own account"
                                + account.map(" "::concat).orElse("")));
    }

    private Optional<Malformed<Perimeter>> unwritable(String service) {
        return Stream.concat(Stream.of(Clause.values()).map(EnumSet::of), Stream.of(EnumSet.allOf(Clause.class)))
                .flatMap(clauses -> unwritable(service, clauses).stream())
                .findFirst()
                .map(reason -> malformed(service, reason));
    }

    private Malformed<Perimeter> malformed(String service, String reason) {
        var place = perimeter.services().containsKey(service)
                ? JsonPointer.ROOT.child("services").child(service)
                : JsonPointer.ROOT.child(
                        perimeter.accounts().size() > perimeter.partners().size() ? "accounts" : "partners");
        return new Malformed<>(place, "the ceiling of " + service + " " + reason);
    }

    /// What is known of each call that the own account makes.
    private Json.Obj own(Optional<String> account) {
        var known = Json.object();
        account.ifPresent(id -> known.put(
                "StringEquals", Json.object().put("aws:PrincipalAccount", id).build()));
        if (!perimeter.organizations().isEmpty()) {
            known.put(
                    "StringEqualsIfExists",
                    Json.object()
                            .put("aws:PrincipalOrgID", new TreeSet<>(perimeter.organizations()))
                            .build());
        }
        return known.put(
                        "BoolIfExists",
                        Json.object().put("aws:PrincipalIsAWSService", "false").build())
                .build();
    }

    private Optional<String> unwritable(String service, Set<Clause> clauses) {
        var ceiling = ceiling(service, clauses);
        return overlong(ceiling)
                .or(() -> ceiling.bound().isExact(EndpointType.INTERFACE)
                        ? Optional.empty()
                        : Optional.of(
                                "cannot be shown to mean the same as Allow and as Deny statements" + instead(service)));
    }

    /// AWS does not say how many values must pass where one is asked of a key that may have several.
    private String instead(String service) {
        var rule = perimeter.rule(service);
        return Stream.concat(rule.also().stream(), rule.only().stream())
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.operator().isForOneValue())
                .filter(condition -> ConditionKeys.isMultivalued(condition.name()))
                .findFirst()
                .map(condition -> ", since %s asks for one value of %s, which may have several; write %s"
                        .formatted(condition.operator().name(), Quoted.of(condition.key()), forSeveral(condition)))
                .orElse("; use Action and Resource, plain names of calls, and fewer conditions");
    }

    /// Lets nobody in who has not the key: all of no values pass any test.
    private static String forSeveral(Condition condition) {
        var operator = condition.operator();
        return operator.negated()
                ? "%s together with \"Null\": {%s: \"false\"}"
                        .formatted(operator.of(Operator.Values.ALL).name(), Quoted.of(condition.key()))
                : operator.of(Operator.Values.ANY).name();
    }

    private Ceiling ceiling(String service, Set<Clause> clauses) {
        return Ceiling.of(perimeter, ServiceName.of(service, region), region, clauses);
    }

    private static Optional<String> overlong(Ceiling ceiling) {
        var denies = Policy.of(ceiling.bound().denies());
        var length = Math.max(ceiling.policy().text().length(), denies.text().length());
        return length <= Policy.LONGEST
                ? Optional.empty()
                : Optional.of("would have " + length + " characters, AWS accepts " + Policy.LONGEST
                        + "; use fewer accounts and partners, or fewer and plainer statements");
    }
}
