package vpceguard.perimeter.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.ServiceRule;
import vpceguard.policy.Effect;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Principals;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.WritingRules;

/// `{"also"?: [statement], "only"?: [statement]}`, statements of the IAM policy language that allow, for everybody.
final class ServiceRuleReader {
    private ServiceRuleReader() {}

    static ServiceRule read(Node node) {
        var members = node.members("also", "only");
        return new ServiceRule(
                members.or("also", List.of(), ServiceRuleReader::statements),
                members.or("only", List.of(), ServiceRuleReader::statements));
    }

    private static List<Statement> statements(Node node) {
        var statements = new ArrayList<Statement>();
        var sids = new HashSet<String>();
        for (var place : node.some(item -> item)) {
            var statement = statement(place);
            if (!statement.sid().map(sids::add).orElse(true)) {
                throw new Refused(
                        place.at().child("Sid"),
                        "the Sid " + Quoted.of(statement.sid().get()) + " stands twice, expected another");
            }
            statements.add(statement);
        }
        return statements;
    }

    private static Statement statement(Node place) {
        var document = Json.object()
                .put("Version", Policy.WITH_VARIABLES)
                .put("Statement", place.object())
                .build();
        return switch (PolicyReader.read(document)) {
            case Parsed.Malformed<Policy>(var pointer, var reason) ->
                throw new Refused(
                        new JsonPointer(place.at().text() + pointer.text().substring("/Statement".length())), reason);
            case Parsed.Ok<Policy>(var policy) -> {
                fault(policy).ifPresent(fault -> {
                    throw place.refused(fault);
                });
                texts(place, "Action", Form.STATEMENT_ACTION);
                texts(place, "Resource", Form.STATEMENT_RESOURCE);
                yield forEverybody(policy.statements().getFirst());
            }
        };
    }

    /// `{"AWS": "*"}` means everybody here, federated callers of AWS STS included.
    private static Statement forEverybody(Statement statement) {
        return statement.principals().nameAnyoneOfAws()
                ? PolicyReader.own(List.of(statement.source().with("Principal", new Json.Str("*"))))
                        .statements()
                        .getFirst()
                : statement;
    }

    /// Refuses what stands in an element, or in its negation, in another form.
    private static void texts(Node statement, String element, Form form) {
        var members = new Members(statement.object(), statement.at());
        members.get(element).or(() -> members.get("Not" + element)).ifPresent(node -> {
            if (!(node.json() instanceof Json.Arr(var items))) {
                node.text(form);
            } else if (items.isEmpty()) {
                throw node.refused("expected " + form.expected() + ", found an empty list");
            } else {
                node.list(item -> item.text(form));
            }
        });
    }

    private static Optional<String> fault(Policy policy) {
        var statement = policy.statements().getFirst();
        if (statement.effect() != Effect.ALLOW) {
            return Optional.of("expected the Effect Allow, found Deny; say in \"only\" what is let through");
        }
        if (!(statement.principals() instanceof Principals.Only(var principals))
                || principals.isEmpty()
                || !principals.stream().allMatch(Principals.Principal::isAnyone)) {
            return Optional.of("expected the Principal \"*\"; say who in a Condition on aws:PrincipalArn");
        }
        if (statement.resources() instanceof Resources.Absent) {
            return Optional.of("expected Resource or NotResource");
        }
        for (var condition : statement.conditions()) {
            if (condition.patterns().isEmpty()) {
                return Optional.of("expected at least one value of " + Quoted.of(condition.key()));
            }
        }
        if (policy.mentionsVariables()) {
            return Optional.of("expected no policy variable, whose value nobody can prove anything of");
        }
        return WritingRules.fault(policy, Policy.NOTHING, EndpointType.GATEWAY)
                .map(fault -> "AWS would refuse it: " + fault);
    }
}
