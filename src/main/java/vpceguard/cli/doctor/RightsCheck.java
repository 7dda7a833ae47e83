package vpceguard.cli.doctor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import vpceguard.json.Json;

/// Whether the roles of functions that repair may make the calls of a repair, as IAM's simulator says. The
/// simulator does not see the conditions of service control policies.
final class RightsCheck implements Check {
    private static final String ANY = "*";

    /// Logical ids of the roles of functions that repair; the stack's others may less.
    static final List<String> ROLES =
            List.of("CreateVpcEndpointRole", "ModifyVpcEndpointRole", "SweepRole", "FollowUpRole", "UndoRole");

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var roles = ROLES.stream()
                .map(role -> stack.resources().get(role))
                .filter(Objects::nonNull)
                .toList();
        if (roles.isEmpty()) {
            return List.of(Sign.ill("rights", "the stack has no roles", "deploy it again"));
        }
        var signs = roles.stream().flatMap(role -> signs(role, stack, aws)).toList();
        return signs.isEmpty() ? List.of(Sign.well("rights", "the roles may look, repair, remember and tell")) : signs;
    }

    private static Stream<Sign> signs(String role, DeployedStack stack, Questions aws) {
        var where = ":" + stack.region() + ":" + stack.account() + ":";
        var arn = "arn:" + stack.partition();
        return Stream.of(
                        signs(
                                role,
                                ANY,
                                stack,
                                aws,
                                "ec2:DescribeVpcEndpoints",
                                "ec2:DescribeVpcEndpointServices",
                                "organizations:DescribeOrganization"),
                        signs(
                                role,
                                arn + ":ec2" + where + "vpc-endpoint/vpce-0",
                                stack,
                                aws,
                                "ec2:ModifyVpcEndpoint",
                                "vpce:AllowMultiRegion"),
                        stack.output("LedgerTable").stream()
                                .flatMap(table -> signs(
                                        role,
                                        arn + ":dynamodb" + where + "table/" + table,
                                        stack,
                                        aws,
                                        "dynamodb:GetItem",
                                        "dynamodb:PutItem",
                                        "dynamodb:UpdateItem",
                                        "dynamodb:ConditionCheckItem")),
                        stack.output("NoticesTopic").stream()
                                .flatMap(topic -> signs(role, topic, stack, aws, "sns:Publish")))
                .flatMap(signs -> signs);
    }

    /// What is not allowed.
    private static Stream<Sign> signs(
            String role, String resource, DeployedStack stack, Questions aws, String... actions) {
        var question = Json.object()
                .put("PolicySourceArn", "arn:" + stack.partition() + ":iam::" + stack.account() + ":role/" + role)
                .put("ActionNames", List.of(actions))
                .put("ResourceArns", List.of(resource))
                // The simulator knows no Region by itself.
                .put("ContextEntries.member.1.ContextKeyName", "ec2:Region")
                .put("ContextEntries.member.1.ContextKeyType", "string")
                .put("ContextEntries.member.1.ContextKeyValues", List.of(stack.region()))
                .build();
        return aws
                .signs("rights", "iam", "SimulatePrincipalPolicy", question, answer -> refused(role, answer))
                .stream();
    }

    private static List<Sign> refused(String role, Json answer) {
        return answer.itemsAt("EvaluationResults")
                .filter(result ->
                        result.textAt("EvalDecision").filter("allowed"::equals).isEmpty())
                .map(result -> Sign.ill(
                        "rights",
                        "the role " + role + " may not "
                                + result.textAt("EvalActionName").orElse("call") + " ("
                                + result.textAt("EvalDecision").orElse("") + ")",
                        "put the role's policies back as docs/operations.md says, and look for a service control policy"
                                + " or boundary that denies it"))
                .toList();
    }
}
