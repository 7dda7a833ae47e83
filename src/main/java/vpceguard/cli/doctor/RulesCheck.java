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
                        .flatMap(id -> signs(id, aws).stream())
                        .toList();
    }

    /// Denied calls are looked at where a parameter says so.
    private static boolean isWanted(String id, DeployedStack stack) {
        return stack.parameter("WatchDenials").equals("on") || !id.contains("DeniedCallFunction");
    }

    /// @param id the name, with the bus before it if that is not the default one
    private static List<Sign> signs(String id, Questions aws) {
        var name = id.substring(id.lastIndexOf('|') + 1);
        return aws.signs(
                "rule",
                "events",
                "DescribeRule",
                Json.object().put("Name", name).build(),
                rule -> List.of(
                        rule.textAt("State")
                                        .filter(state -> state.startsWith("ENABLED"))
                                        .isPresent()
                                ? Sign.well("rule", Quoted.of(name) + " is enabled")
                                : Sign.ill(
                                        "rule",
                                        Quoted.of(name) + " is disabled, so nothing that it is for is looked at",
                                        "aws events enable-rule --name " + name)));
    }
}
