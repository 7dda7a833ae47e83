package vpceguard.cli.doctor;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// The stack as CloudFormation shows it.
///
/// @param made when it began to be made; empty where CloudFormation does not say
/// @param resources physical ids by logical ones
/// @param types types by logical ids
public record DeployedStack(
        String account,
        String partition,
        String region,
        String status,
        Optional<Instant> made,
        Map<String, String> parameters,
        Map<String, String> outputs,
        Map<String, String> resources,
        Map<String, String> types) {
    public DeployedStack {
        parameters = Map.copyOf(parameters);
        outputs = Map.copyOf(outputs);
        resources = Map.copyOf(resources);
        types = Map.copyOf(types);
    }

    /// The stack, or why CloudFormation does not show it.
    public sealed interface Found {
        record Stack(DeployedStack stack) implements Found {}

        record None(String reason) implements Found {}
    }

    public static Found of(String name, String account, String partition, String region, Questions aws) {
        var byName = Json.object().put("StackName", name).build();
        var stacks = aws.ask("cloudformation", "DescribeStacks", byName);
        var resources = aws.ask("cloudformation", "DescribeStackResources", byName);
        var missing = new Found.None("there is no stack " + Quoted.of(name) + " in " + region
                + ", expected the stack's name in --stack and its Region in --region");
        if (stacks instanceof Reply.Refused(var reason)) {
            return reason.contains("does not exist") ? missing : new Found.None(reason);
        }
        if (resources instanceof Reply.Refused(var reason)) {
            return new Found.None(reason);
        }
        var stack = ((Reply.Answer) stacks).json().itemsAt("Stacks").findFirst();
        return stack.<Found>map(found -> new Found.Stack(new DeployedStack(
                        account,
                        partition,
                        region,
                        found.textAt("StackStatus").orElse(""),
                        found.textAt("CreationTime").map(Instant::parse),
                        pairs(found, "Parameters", "ParameterKey", "ParameterValue"),
                        pairs(found, "Outputs", "OutputKey", "OutputValue"),
                        pairs(
                                ((Reply.Answer) resources).json(),
                                "StackResources",
                                "LogicalResourceId",
                                "PhysicalResourceId"),
                        pairs(
                                ((Reply.Answer) resources).json(),
                                "StackResources",
                                "LogicalResourceId",
                                "ResourceType"))))
                .orElseGet(() -> missing);
    }

    private static Map<String, String> pairs(Json json, String list, String key, String value) {
        var pairs = new LinkedHashMap<String, String>();
        json.itemsAt(list)
                .forEach(item -> pairs.put(
                        item.textAt(key).orElse(""), item.textAt(value).orElse("")));
        return pairs;
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public Optional<String> output(String name) {
        return Optional.ofNullable(outputs.get(name));
    }

    /// Physical ids of the resources of a type.
    List<String> ofType(String type) {
        return types.entrySet().stream()
                .filter(entry -> entry.getValue().equals(type))
                .map(entry -> resources.getOrDefault(entry.getKey(), ""))
                .sorted()
                .toList();
    }
}
