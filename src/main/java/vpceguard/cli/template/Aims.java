package vpceguard.cli.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;

/// Which endpoints of a Terraform plan the policies could be for that are resources of their own.
///
/// @param endpoints those of the plan
/// @param configured the resources of the configuration, by their addresses there
record Aims(List<Json> endpoints, Map<String, Json> configured) {
    private static final Pattern ENDPOINT = Pattern.compile("aws_vpc_endpoint\\.[^.\\[]++(?:" + Address.KEY + ")?");
    /// What tells the instances of a resource apart, and leads to no endpoint itself.
    private static final Pattern INSTANCE = Pattern.compile("each\\.key|each\\.value.*|count\\.index");

    /// What a policy is for.
    ///
    /// @param endpoints the addresses of those that could be meant
    /// @param isTold whether nothing else could be meant
    record Aim(Json policy, List<String> endpoints, boolean isTold) {
        boolean isSure() {
            return isTold && endpoints.size() == 1;
        }
    }

    /// The endpoints of the id that is known, or else those that the configuration refers to. Where it refers to
    /// anything else, each whose id is not known either could be meant.
    Aim of(Json policy) {
        var id = policy.textAt("values", "vpc_endpoint_id");
        if (id.isPresent()) {
            return new Aim(policy, withId(id), true);
        }
        var meant = meant(Address.of(policy));
        boolean isTold = !meant.isEmpty() && meant.stream().noneMatch(List::isEmpty);
        return new Aim(
                policy,
                Stream.concat(meant.stream(), isTold ? Stream.of() : Stream.of(withId(id)))
                        .flatMap(List::stream)
                        .distinct()
                        .toList(),
                isTold);
    }

    private List<String> withId(Optional<String> id) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.textAt("values", "id").equals(id))
                .map(endpoint -> Address.of(endpoint).text())
                .toList();
    }

    /// What each reference could mean; none where it leads to no endpoint. Variables of the root module are known
    /// in a plan, so that they lead nowhere. What is computed of a `count.index` is not seen, so that of several
    /// endpoints only a key of `for_each` tells one.
    private List<List<String>> meant(Address policy) {
        var resource = configured.getOrDefault(policy.configured(), new Json.Null());
        var references = throughEach(
                references(resource, "expressions", "vpc_endpoint_id"), references(resource, "for_each_expression"));
        boolean isByKey = policy.key().startsWith("[\"")
                && references.contains("each.key")
                && references.stream().allMatch(name -> name.equals("each.key") || isEndpoint(name));
        return references.stream()
                .filter(name -> !INSTANCE.matcher(name).matches())
                .filter(name -> !policy.module().isEmpty() || !name.startsWith("var."))
                .map(name -> meant(name, policy.module(), isByKey ? policy.key() : ""))
                .toList();
    }

    /// `each.value` alone is what `for_each` refers to under the same key; with others it may be anything of it.
    private static List<String> throughEach(List<String> references, List<String> forEach) {
        long values = references.stream()
                .filter(name -> name.startsWith("each.value"))
                .count();
        if (values == 0) {
            return references;
        }
        return Stream.concat(
                        forEach.stream(), values == references.size() ? Stream.of("each.key") : references.stream())
                .toList();
    }

    /// Terraform lists after each reference what that is a part of.
    private static List<String> references(Json resource, String... names) {
        var all = resource.at(names).stream()
                .flatMap(expression -> expression.itemsAt("references"))
                .flatMap(reference -> reference.text().stream())
                .toList();
        return IntStream.range(0, all.size())
                .filter(at -> at == 0 || !isWithin(all.get(at - 1), all.get(at)))
                .mapToObj(all::get)
                .toList();
    }

    private static boolean isWithin(String part, String whole) {
        return part.startsWith(whole + ".") || part.startsWith(whole + "[");
    }

    private static boolean isEndpoint(String reference) {
        return ENDPOINT.matcher(reference).lookingAt();
    }

    /// The instance that is named or has the key, or else all of the resource.
    private List<String> meant(String reference, String module, String key) {
        var named = ENDPOINT.matcher(reference);
        if (!named.lookingAt()) {
            return List.of();
        }
        var address = module + named.group();
        var all =
                endpoints.stream().map(endpoint -> Address.of(endpoint).text()).toList();
        return Stream.of(address + key, address)
                .filter(all::contains)
                .findFirst()
                .map(List::of)
                .orElseGet(() -> all.stream()
                        .filter(one -> one.startsWith(address + "["))
                        .toList());
    }
}
