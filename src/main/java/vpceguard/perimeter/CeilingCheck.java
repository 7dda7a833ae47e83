package vpceguard.perimeter;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
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
import vpceguard.policy.Glob;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// Whether a perimeter's ceilings can be written and proved, asked once for a document that is new. Ceilings for which
/// it says nothing of its own are proved where this program is built.
public final class CeilingCheck {
    private static final Policy NOTHING = PolicyReader.own(List.of());

    private final Perimeter perimeter;
    private final String region;

    private CeilingCheck(Perimeter perimeter, String region) {
        this.perimeter = perimeter;
        this.region = region;
    }

    /// The first place in the document that makes a ceiling that cannot be built upon.
    ///
    /// @param written the clauses that are written, in each ring of the document
    /// @param account the own account, whose principals each ceiling must admit; empty for any
    public static Optional<Malformed<Perimeter>> fault(
            Perimeter perimeter, Set<Set<Clause>> written, Optional<String> account, String region) {
        var check = new CeilingCheck(perimeter, region);
        return check.longest()
                .flatMap(service -> check.overlong(service, written).stream())
                .findFirst()
                .or(() -> perimeter.partners().stream()
                        .flatMap(partner -> check.idle(partner).stream())
                        .findFirst()
                        .map(reason -> new Malformed<>(JsonPointer.ROOT.child("partners"), reason)))
                .or(() -> check.services().stream()
                        .flatMap(service -> check.fault(service, account).stream())
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

    /// What of a partner can never occur: an action of none of its services, or a service without an action. Somebody
    /// meant another, and the partner would be cut off.
    private Optional<String> idle(Partner partner) {
        if (partner.services().isEmpty() || partner.actions().isEmpty()) {
            return Optional.empty();
        }
        var services = new TreeSet<>(partner.services());
        return partner.actions().stream()
                .filter(action -> services.stream().noneMatch(service -> isCallOf(service, action)))
                .findFirst()
                .map(action -> "the action " + Quoted.of(action) + " is no call of " + String.join(", ", services))
                .or(() -> services.stream()
                        .filter(service -> partner.actions().stream().noneMatch(action -> isCallOf(service, action)))
                        .findFirst()
                        .map(service -> "no action is a call of " + service + ", expected one of "
                                + String.join(", ", calls(service))))
                .map(reason -> "of the partner " + partner.account() + " " + reason);
    }

    private boolean isCallOf(String service, String action) {
        return meet(
                any(calls(service)),
                PolicyReader.own(List.of(any(List.of(action)))).statements());
    }

    private static Json.Obj any(List<String> calls) {
        return AllowForm.statement("Any", calls, List.of("*"), Json.object().build());
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

    private Optional<Malformed<Perimeter>> fault(String service, Optional<String> account) {
        var only = perimeter.rule(service).only();
        var calls = calls(service);
        var place = JsonPointer.ROOT.child("services").child(service).child("only");
        var nothing = "it does not let through any call " + String.join(", ", calls);
        for (int i = 0; i < only.size(); i++) {
            if (!meet(any(calls), List.of(only.get(i)))) {
                return Optional.of(new Malformed<>(place.child(i), nothing));
            }
        }
        if (!only.isEmpty()
                && !meet(own(calls, account), only.stream().filter(this::isHere).toList())) {
            return Optional.of(new Malformed<>(
                    place,
                    nothing + " of the own account" + account.map(" "::concat).orElse("") + " in " + region));
        }
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

    /// The service's own, as patterns: no other call comes to its endpoint.
    private List<String> calls(String service) {
        var prefixes = ServiceKnowledge.of(name(service), perimeter.partition(), region)
                .prefixes();
        return prefixes.isEmpty()
                ? List.of("*")
                : prefixes.stream().map(prefix -> prefix + ":*").toList();
    }

    /// What the own account asks of a service.
    private Json.Obj own(List<String> calls, Optional<String> account) {
        var asked = Json.object();
        account.ifPresent(id -> asked.put(
                "StringEquals", Json.object().put("aws:PrincipalAccount", id).build()));
        if (!perimeter.organizations().isEmpty()) {
            asked.put(
                    "StringEqualsIfExists",
                    Json.object()
                            .put("aws:PrincipalOrgID", new TreeSet<>(perimeter.organizations()))
                            .build());
        }
        asked.put(
                "BoolIfExists",
                Json.object().put("aws:PrincipalIsAWSService", "false").build());
        return AllowForm.statement("Own", calls, List.of("*"), asked.build());
    }

    /// Whether it speaks of resources of the Region, or of such as have none. Resources of others do not come here.
    private boolean isHere(Statement statement) {
        return statement.resources().patterns().stream()
                .map(resource -> resource.split(":", 5))
                .anyMatch(parts -> parts.length < 5
                        || parts[3].isEmpty()
                        || Glob.of(parts[3]).matches(region));
    }

    /// Whether some request is in both.
    private static boolean meet(Json.Obj calls, List<Statement> only) {
        var both = List.of(
                PolicyReader.own(List.of(calls)),
                PolicyReader.own(only.stream().map(Statement::source).toList()));
        return Possible.of(both, NOTHING, EndpointType.INTERFACE).containment() instanceof Containment.NotContained;
    }

    private Optional<String> unwritable(String service, Set<Clause> clauses) {
        var ceiling = ceiling(service, clauses);
        return overlong(ceiling)
                .or(() -> ceiling.bound().isExact(EndpointType.INTERFACE)
                        ? Optional.empty()
                        : Optional.of("cannot be shown to mean the same as Allow and as Deny statements;"
                                + " use Action and Resource, plain names of calls, and fewer conditions"));
    }

    private Ceiling ceiling(String service, Set<Clause> clauses) {
        return Ceiling.of(perimeter, name(service), region, clauses);
    }

    private ServiceName name(String service) {
        return new ServiceName("com.amazonaws." + region + "." + service);
    }

    private static Optional<String> overlong(Ceiling ceiling) {
        var denies = PolicyReader.own(
                ceiling.bound().denies().stream().map(Statement::source).toList());
        var length = Math.max(ceiling.policy().text().length(), denies.text().length());
        return length <= Policy.LONGEST
                ? Optional.empty()
                : Optional.of("would have " + length + " characters, AWS accepts " + Policy.LONGEST
                        + "; use fewer accounts and partners, or fewer and plainer statements");
    }
}
