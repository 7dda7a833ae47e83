package vpceguard.cli.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

/// The endpoints of Terraform's plan or state in JSON.
///
/// A value that is known after apply only is left out of `planned_values`. Whether a policy is one of these, or none
/// was set and AWS fills in its default, stands in `configuration`.
/// https://developer.hashicorp.com/terraform/internals/json-format
final class TerraformPlan {
    private static final Pattern KEY = Pattern.compile("\\[(?:\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+)]");
    private static final String ENDPOINT = "aws_vpc_endpoint";
    private static final String POLICY = "aws_vpc_endpoint_policy";

    private final List<Json> resources = new ArrayList<>();
    private final Map<String, Json> expressions = new HashMap<>();
    private final Map<String, Json> unknown = new HashMap<>();

    TerraformPlan(Json plan) {
        plan.at("planned_values")
                .or(() -> plan.at("values"))
                .flatMap(values -> values.at("root_module"))
                .ifPresent(this::values);
        plan.at("configuration", "root_module").ifPresent(module -> configuration("", module));
        plan.itemsAt("resource_changes")
                .forEach(change ->
                        change.at("change", "after_unknown").ifPresent(after -> unknown.put(address(change), after)));
    }

    private void values(Json module) {
        module.itemsAt("resources")
                .filter(resource ->
                        resource.textAt("mode").filter("data"::equals).isEmpty())
                .forEach(resources::add);
        module.itemsAt("child_modules").forEach(this::values);
    }

    private void configuration(String prefix, Json module) {
        module.itemsAt("resources")
                .forEach(resource ->
                        resource.at("expressions").ifPresent(set -> expressions.put(prefix + address(resource), set)));
        if (module.at("module_calls").orElse(new Json.Null()) instanceof Json.Obj(var calls)) {
            calls.forEach((name, call) ->
                    call.at("module").ifPresent(inner -> configuration(prefix + "module." + name + ".", inner)));
        }
    }

    List<Declared> declared() {
        var endpoints = new LinkedHashMap<String, Declared>();
        of(ENDPOINT).forEach(resource -> endpoints.put(address(resource), endpoint(resource)));
        of(POLICY).forEach(resource -> policyOf(resource, endpoints));
        return List.copyOf(endpoints.values());
    }

    private Declared endpoint(Json resource) {
        var service = resource.textAt("values", "service_name")
                .or(() -> resource.textAt("values", "resource_configuration_arn"))
                .or(() -> resource.textAt("values", "service_network_arn"))
                .map(ServiceName::new);
        return new Declared(
                address(resource),
                resource.textAt("values", "vpc_endpoint_type")
                        .map(EndpointType::new)
                        .orElse(EndpointType.GATEWAY),
                service,
                service.isPresent() ? policy(resource) : new Written.NotKnown("its service is known after apply only"));
    }

    private Written policy(Json resource) {
        var text = resource.textAt("values", "policy").filter(policy -> !policy.isBlank());
        var address = address(resource);
        var set = Optional.ofNullable(expressions.get(base(address)));
        var open = Optional.ofNullable(unknown.get(address))
                .filter(after -> after.at("policy").isPresent());
        return text.<Written>map(Written.Text::new)
                .orElseGet(() -> open.isPresent()
                                && set.filter(names -> names.at("policy").isEmpty())
                                        .isEmpty()
                        ? new Written.NotKnown("the policy is known after apply only")
                        : new Written.Nothing());
    }

    /// A policy that is a resource of its own takes the place of the endpoint's.
    private void policyOf(Json resource, Map<String, Declared> endpoints) {
        var targets = targets(resource, endpoints);
        var written = policy(resource);
        if (targets.size() == 1) {
            endpoints.computeIfPresent(targets.getFirst(), (_, endpoint) -> endpoint.with(written));
        }
        if (targets.size() > 1) {
            var open = new Written.NotKnown("which policy it gets is known after apply only");
            targets.forEach(target -> endpoints.computeIfPresent(target, (_, endpoint) -> endpoint.with(open)));
        }
        if (targets.isEmpty()) {
            endpoints.put(
                    address(resource),
                    new Declared(
                            address(resource),
                            EndpointType.INTERFACE,
                            Optional.empty(),
                            new Written.NotKnown("which endpoint it is for cannot be told from this plan")));
        }
    }

    /// The endpoint of that id, or the one of those referred to that has the same key of `count` or `for_each`; all of
    /// them where none has.
    private List<String> targets(Json policy, Map<String, Declared> endpoints) {
        var id = policy.textAt("values", "vpc_endpoint_id");
        if (id.isPresent()) {
            return of(ENDPOINT)
                    .filter(endpoint -> endpoint.textAt("values", "id").equals(id))
                    .map(TerraformPlan::address)
                    .toList();
        }
        var address = address(policy);
        var module = base(address).substring(0, base(address).lastIndexOf(POLICY + "."));
        var bases = Optional.ofNullable(expressions.get(base(address))).stream()
                .flatMap(set -> set.at("vpc_endpoint_id").stream())
                .flatMap(expression -> expression.itemsAt("references"))
                .flatMap(reference -> reference.text().stream())
                .filter(reference -> reference.startsWith(ENDPOINT + "."))
                .map(reference -> module
                        + String.join(".", List.of(base(reference).split("\\.")).subList(0, 2)))
                .toList();
        var candidates = endpoints.keySet().stream()
                .filter(name -> bases.contains(base(name)))
                .toList();
        var same = candidates.stream()
                .filter(name -> keys(name).equals(keys(address)))
                .toList();
        return same.size() == 1 ? same : candidates;
    }

    private Stream<Json> of(String type) {
        return resources.stream()
                .filter(resource -> resource.textAt("type").filter(type::equals).isPresent());
    }

    private static String address(Json resource) {
        return resource.textAt("address").orElse("unknown");
    }

    /// The address without keys, as it stands in the configuration.
    private static String base(String address) {
        return KEY.matcher(address).replaceAll("");
    }

    private static List<String> keys(String address) {
        return KEY.matcher(address).results().map(MatchResult::group).toList();
    }
}
