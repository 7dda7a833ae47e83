package vpceguard.cli.doctor;

import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Whether EventBridge's rules hand events over.
final class RulesCheck implements Check {
    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var rules = stack.ofType("AWS::Events::Rule");
        return rules.isEmpty()
                ? List.of(Sign.ill("rules", "the stack has no rules", "deploy it again"))
                : rules.stream()
                        .filter(id -> isWanted(id, stack))
                        .flatMap(id -> signs(id, stack, aws).stream())
                        .toList();
    }

    /// Denied calls are looked at where a parameter says so.
    private static boolean isWanted(String id, DeployedStack stack) {
        return stack.parameter("WatchDenials").equals("on") || !id.contains("DeniedCallFunction");
    }

    /// @param id the name, with the bus before it if that is not the default one
    private static List<Sign> signs(String id, DeployedStack stack, Questions aws) {
        var name = id.substring(id.lastIndexOf('|') + 1);
        return aws.signs(
                "rule",
                "events",
                "DescribeRule",
                Json.object().put("Name", name).build(),
                rule -> rule.textAt("State")
                                .filter(state -> state.startsWith("ENABLED"))
                                .isPresent()
                        ? ofEnabled(name, stack, aws)
                        : List.of(Sign.ill(
                                "rule",
                                Quoted.of(name) + " is disabled, so nothing that it is for is looked at",
                                "aws events enable-rule --name " + name)));
    }

    private static List<Sign> ofEnabled(String name, DeployedStack stack, Questions aws) {
        return aws.signs(
                "rule",
                "events",
                "ListTargetsByRule",
                Json.object().put("Rule", name).build(),
                answer -> List.of(
                        answer.itemsAt("Targets").anyMatch(target -> isFunction(target, stack))
                                ? Sign.well("rule", Quoted.of(name) + " is enabled")
                                : Sign.ill(
                                        "rule",
                                        Quoted.of(name) + " hands its events to no function of the stack",
                                        "put its target back as docs/operations.md says")));
    }

    /// A function's ARN ends with its name, or with an alias behind that.
    private static boolean isFunction(Json target, DeployedStack stack) {
        var arn = target.textAt("Arn").orElse("") + ":";
        return stack.ofType("AWS::Lambda::Function").stream()
                .anyMatch(function -> arn.contains(":function:" + function + ":"));
    }
}
