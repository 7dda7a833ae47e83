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
        return switch (stacks) {
            case Reply.Refused(var reason) -> reason.contains("does not exist") ? missing : new Found.None(reason);
            case Reply.Answer(var shown) ->
                switch (resources) {
                    case Reply.Refused(var reason) -> new Found.None(reason);
                    case Reply.Answer(var listed) ->
                        shown.itemsAt("Stacks")
                                .findFirst()
                                .<Found>map(found -> new Found.Stack(new DeployedStack(
                                        account,
                                        partition,
                                        region,
                                        found.textAt("StackStatus").orElse(""),
                                        found.textAt("CreationTime").map(Instant::parse),
                                        pairs(found, "Parameters", "ParameterKey", "ParameterValue"),
                                        pairs(found, "Outputs", "OutputKey", "OutputValue"),
                                        pairs(listed, "StackResources", "LogicalResourceId", "PhysicalResourceId"),
                                        pairs(listed, "StackResources", "LogicalResourceId", "ResourceType"))))
                                .orElse(missing);
                };
        };
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
