package vpceguard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;

/// Whether the functions' role may make the calls of a repair, as IAM's simulator says. Conditions of service control
/// policies it does not see.
final class RightsCheck implements Check {
    private static final String ANY = "*";

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var role = Optional.ofNullable(stack.resources().get("Role"))
                .map(name -> "arn:" + stack.partition() + ":iam::" + stack.account() + ":role/" + name);
        if (role.isEmpty()) {
            return List.of(Sign.ill("rights", "the stack has no role", "deploy it again"));
        }
        var signs = new ArrayList<Sign>();
        var where = ":" + stack.region() + ":" + stack.account() + ":";
        signs.addAll(signs(
                role.get(),
                ANY,
                aws,
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcEndpointServices",
                "organizations:DescribeOrganization"));
        signs.addAll(signs(
                role.get(),
                "arn:" + stack.partition() + ":ec2" + where + "vpc-endpoint/vpce-0",
                aws,
                "ec2:ModifyVpcEndpoint"));
        stack.output("LedgerTable")
                .ifPresent(table -> signs.addAll(signs(
                        role.get(),
                        "arn:" + stack.partition() + ":dynamodb" + where + "table/" + table,
                        aws,
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:ConditionCheckItem")));
        stack.output("NoticesTopic").ifPresent(topic -> signs.addAll(signs(role.get(), topic, aws, "sns:Publish")));
        return signs.isEmpty() ? List.of(Sign.well("rights", "the role may look, repair, remember and tell")) : signs;
    }

    /// What is not allowed.
    private static List<Sign> signs(String role, String resource, Questions aws, String... actions) {
        var question = Json.object()
                .put("PolicySourceArn", role)
                .put("ActionNames", List.of(actions))
                .put("ResourceArns", List.of(resource))
                .build();
        return aws.signs(
                "rights",
                "iam",
                "SimulatePrincipalPolicy",
                question,
                answer -> Questions.items(answer, "EvaluationResults")
                        .filter(result -> result.textAt("EvalDecision")
                                .filter("allowed"::equals)
                                .isEmpty())
                        .map(
                                result -> Sign.ill(
                                        "rights",
                                        "the role may not "
                                                + result.textAt("EvalActionName")
                                                        .orElse("call") + " ("
                                                + result.textAt("EvalDecision").orElse("") + ")",
                                        "deploy the stack again, and look for a service control policy or boundary that denies it"))
                        .toList());
    }
}
