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
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
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
    /// @param account the own account, whose principals each ceiling must admit
    public static Optional<Malformed<Perimeter>> fault(Perimeter perimeter, String account, String region) {
        var check = new CeilingCheck(perimeter, region);
        return check.services().stream()
                .flatMap(service -> check.fault(service, account).stream())
                .findFirst();
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

    private Optional<Malformed<Perimeter>> fault(String service, String account) {
        var only = perimeter.rule(service).only();
        var place = JsonPointer.ROOT.child("services").child(service);
        if (!only.isEmpty() && !admits(only, account)) {
            return Optional.of(new Malformed<>(
                    place.child("only"), "it does not let through any call of the own account " + account));
        }
        return Stream.concat(Stream.of(Clause.values()).map(EnumSet::of), Stream.of(EnumSet.allOf(Clause.class)))
                .flatMap(clauses -> unwritable(service, clauses).stream())
                .findFirst()
                .map(reason -> new Malformed<>(
                        perimeter.services().containsKey(service) ? place : JsonPointer.ROOT.child("partners"),
                        "the ceiling of " + service + " " + reason));
    }

    private static boolean admits(List<Statement> only, String account) {
        var own = AllowForm.statement(
                "Own",
                List.of("*"),
                List.of("*"),
                Json.object()
                        .put(
                                "StringEquals",
                                Json.object()
                                        .put("aws:PrincipalAccount", account)
                                        .build())
                        .put(
                                "BoolIfExists",
                                Json.object()
                                        .put("aws:PrincipalIsAWSService", "false")
                                        .build())
                        .build());
        var calls = List.of(
                PolicyReader.own(List.of(own)),
                PolicyReader.own(only.stream().map(Statement::source).toList()));
        return Possible.of(calls, NOTHING, EndpointType.INTERFACE).containment() instanceof Containment.NotContained;
    }

    private Optional<String> unwritable(String service, Set<Clause> clauses) {
        var ceiling =
                Ceiling.of(perimeter, new ServiceName("com.amazonaws." + region + "." + service), region, clauses);
        var bound = ceiling.bound();
        var longest = Math.max(
                ceiling.policy().text().length(),
                PolicyReader.own(bound.denies().stream().map(Statement::source).toList())
                        .text()
                        .length());
        if (longest > Policy.LONGEST) {
            return Optional.of("would have " + longest + " characters, AWS accepts " + Policy.LONGEST
                    + "; use fewer partners with actions of their own, or fewer and plainer statements");
        }
        return bound.isExact(EndpointType.INTERFACE)
                ? Optional.empty()
                : Optional.of("cannot be shown to mean the same as Allow and as Deny statements;"
                        + " use Action and Resource, plain names of calls, and fewer conditions");
    }
}
