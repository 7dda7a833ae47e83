package vpceguard.cli.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.cli.template.Aims.Aim;
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

/// The endpoints of Terraform's plan or state in JSON.
///
/// A value that is known after apply only is left out of `planned_values`. Whether a policy is one of these, or none
/// was set and AWS fills in its default, stands in `configuration`.
/// https://developer.hashicorp.com/terraform/internals/json-format
final class TerraformPlan {
    private static final String ENDPOINT = "aws_vpc_endpoint";
    private static final String POLICY = "aws_vpc_endpoint_policy";
    private static final String OF_CLOUD_CONTROL = "awscc_ec2_vpc_endpoint";
    /// In this order.
    private static final List<Json> REPLACED = List.of(new Json.Str("delete"), new Json.Str("create"));

    private static final List<Json> FORGOTTEN = List.of(new Json.Str("forget"));

    private final List<Json> resources = new ArrayList<>();
    private final Map<String, Json> configured = new HashMap<>();
    private final Map<String, Json> changes = new HashMap<>();
    private final List<Json> deletions;
    private final List<Json> gone;
    private final List<Json> deferred;
    private final boolean isState;

    TerraformPlan(Json plan) {
        // A deposed object stands under the address of the one that takes its place, and is only deleted.
        plan.itemsAt("resource_changes")
                .filter(change -> change.at("deposed").isEmpty())
                .forEach(change -> changes.put(address(change), change));
        isState = plan.at("planned_values").isEmpty();
        plan.at("planned_values")
                .or(() -> plan.at("values"))
                .flatMap(values -> values.at("root_module"))
                .ifPresent(this::values);
        plan.at("configuration", "root_module").ifPresent(module -> {
            configured.put("", call(plan, module));
            configuration("", module);
        });
        deletions = deleted(plan, POLICY);
        gone = deleted(plan, ENDPOINT);
        deferred = plan.itemsAt("deferred_changes")
                .flatMap(change -> change.at("resource_change").stream())
                .filter(change -> change.textAt("type")
                        .filter(Set.of(ENDPOINT, POLICY, OF_CLOUD_CONTROL)::contains)
                        .isPresent())
                .toList();
    }

    private static List<Json> deleted(Json plan, String type) {
        return plan.itemsAt("resource_changes")
                .filter(change -> change.textAt("type").filter(type::equals).isPresent())
                .filter(change -> change.itemsAt("change", "actions").anyMatch(new Json.Str("delete")::equals))
                .toList();
    }

    private void values(Json module) {
        module.itemsAt("resources")
                .filter(resource ->
                        resource.textAt("mode").filter("data"::equals).isEmpty())
                .filter(resource -> !isForgotten(resource))
                .forEach(resources::add);
        module.itemsAt("child_modules").forEach(this::values);
    }

    /// What Terraform looks after no longer stays as it is, and is planned without a value.
    private boolean isForgotten(Json resource) {
        return Optional.ofNullable(changes.get(address(resource))).stream()
                .anyMatch(change -> change.itemsAt("change", "actions").toList().equals(FORGOTTEN));
    }

    private void configuration(String prefix, Json module) {
        module.itemsAt("resources").forEach(resource -> configured.put(prefix + address(resource), resource));
        if (module.at("module_calls").orElse(new Json.Null()) instanceof Json.Obj(var calls)) {
            calls.forEach((name, call) -> {
                var within = prefix + "module." + name + ".";
                configured.put(within, call);
                call.at("module").ifPresent(inner -> configuration(within, inner));
            });
        }
    }

    /// As if the root module were called with the plan's variables.
    private static Json call(Json plan, Json module) {
        return Json.object()
                .put("expressions", plan.at("variables").orElse(new Json.Null()))
                .put("module", module)
                .build();
    }

    List<Declared> declared() {
        var aims =
                of(POLICY).map(new Aims(of(ENDPOINT).toList(), configured)::of).toList();
        var all = new ArrayList<Declared>();
        of(ENDPOINT).forEach(resource -> all.add(endpoint(resource, aims)));
        of(OF_CLOUD_CONTROL)
                .forEach(resource -> all.add(notKnown(resource, "endpoints of the provider awscc are not read")));
        aims.stream()
                .filter(aim -> !aim.isTold() || aim.endpoints().isEmpty())
                .forEach(aim -> all.add(notKnown(
                        aim.policy(),
                        "which endpoint it is for cannot be told from this " + (isState ? "state" : "plan"))));
        deletions.stream()
                .filter(change -> isElsewhere(change.textAt("change", "before", "vpc_endpoint_id")))
                .filter(change -> all.stream().map(Declared::name).noneMatch(address(change)::equals))
                .forEach(change -> all.add(notKnown(
                        change, "it is deleted, and the endpoint that gets AWS's default is not in this plan")));
        deferred.forEach(change -> all.add(notKnown(change, "it is put off to a later plan")));
        return all;
    }

    private boolean isElsewhere(Optional<String> id) {
        return of(ENDPOINT)
                        .noneMatch(endpoint -> endpoint.textAt("values", "id").equals(id))
                && gone.stream()
                        .noneMatch(change ->
                                change.textAt("change", "before", "id").equals(id));
    }

    private static Declared notKnown(Json resource, String reason) {
        boolean isEndpoint = resource.textAt("type").filter(POLICY::equals).isEmpty();
        return new Declared(
                address(resource), isEndpoint, Optional.empty(), Optional.empty(), new Written.NotKnown(reason));
    }

    private Declared endpoint(Json resource, List<Aim> aims) {
        var type = resource.textAt("values", "vpc_endpoint_type");
        if (type.isEmpty() && isUnknown(resource, "vpc_endpoint_type")) {
            return notKnown(resource, "its type is known after apply only");
        }
        var service = resource.textAt("values", "service_name")
                .or(() -> resource.textAt("values", "resource_configuration_arn"))
                .or(() -> resource.textAt("values", "service_network_arn"))
                .map(ServiceName::new);
        return new Declared(
                address(resource),
                true,
                Optional.of(type.map(EndpointType::new).orElse(EndpointType.GATEWAY)),
                service,
                service.isPresent()
                        ? written(
                                resource,
                                aims.stream()
                                        .filter(aim -> aim.endpoints().contains(address(resource)))
                                        .toList())
                        : new Written.NotKnown("its service is known after apply only"));
    }

    /// The endpoint's own policy, or that of a resource of its own for it. Where both are set, or several, an apply
    /// writes those that changed, in an order of its own.
    private Written written(Json endpoint, List<Aim> aims) {
        var possible = new LinkedHashMap<String, Written>();
        var resets = resets(endpoint, aims);
        if (sets(endpoint) || (resets.isEmpty() && aims.stream().noneMatch(Aim::isSure))) {
            possible.put(Quoted.of(address(endpoint)), policy(endpoint));
        }
        aims.forEach(aim -> possible.put(Quoted.of(address(aim.policy())), policy(aim.policy())));
        resets.forEach(address ->
                possible.put("AWS's default, since " + Quoted.of(address) + " is deleted", new Written.Nothing()));
        var first = possible.values().iterator().next();
        if (possible.values().stream().allMatch(other -> isSame(first, other))) {
            return first;
        }
        var which = ", that of " + String.join(" or ", possible.keySet());
        return new Written.NotKnown(
                isState
                        ? "which policy it has cannot be told from this state" + which
                                + "; terraform refresh reads them again"
                        : "which policy it gets is known after apply only" + which);
    }

    /// The deleted resources that give the endpoint AWS's default back, but one that is for it again thereafter.
    private List<String> resets(Json endpoint, List<Aim> aims) {
        var kept = aims.stream()
                .filter(Aim::isSure)
                .map(aim -> address(aim.policy()))
                .toList();
        return deletions.stream()
                .filter(change ->
                        change.textAt("change", "before", "vpc_endpoint_id").equals(endpoint.textAt("values", "id")))
                .filter(change -> !change.itemsAt("change", "actions").toList().equals(REPLACED)
                        || !kept.contains(address(change)))
                .map(TerraformPlan::address)
                .toList();
    }

    /// What Terraform read back may have another form than what was written.
    private static boolean isSame(Written one, Written other) {
        return one.equals(other)
                || (one instanceof Written.Text(var text)
                        && other instanceof Written.Text(var otherText)
                        && JsonReader.read(text) instanceof Parsed.Ok<Json> policy
                        && policy.equals(JsonReader.read(otherText)));
    }

    /// Whether the endpoint's policy is more than what was read back from AWS.
    private boolean sets(Json endpoint) {
        return !(policy(endpoint) instanceof Written.Nothing) && !leavesPolicyOut(endpoint);
    }

    private Written policy(Json resource) {
        return resource.textAt("values", "policy")
                .filter(policy -> !policy.isBlank())
                .<Written>map(Written.Text::new)
                .orElseGet(() -> isUnknown(resource, "policy") && !leavesPolicyOut(resource)
                        ? new Written.NotKnown("the policy is known after apply only")
                        : new Written.Nothing());
    }

    /// What is not configured at all may be set.
    private boolean leavesPolicyOut(Json resource) {
        return Optional.ofNullable(configured.get(Address.of(resource).configured()))
                .flatMap(one -> one.at("expressions"))
                .filter(set -> set.at("policy").isEmpty())
                .isPresent();
    }

    private boolean isUnknown(Json resource, String attribute) {
        return Optional.ofNullable(changes.get(address(resource)))
                .flatMap(change -> change.at("change", "after_unknown", attribute))
                .isPresent();
    }

    private Stream<Json> of(String type) {
        return resources.stream()
                .filter(resource -> resource.textAt("type").filter(type::equals).isPresent());
    }

    private static String address(Json resource) {
        return Address.of(resource).text();
    }
}
