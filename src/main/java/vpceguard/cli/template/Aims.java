package vpceguard.cli.template;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Which endpoints of a Terraform plan the policies could be for that are resources of their own.
///
/// @param endpoints those of the plan
/// @param configured the resources of the configuration, by their addresses there, and the calls of modules, by what
///     the addresses in them begin with; that of the root module has the plan's variables
record Aims(List<Json> endpoints, Map<String, Json> configured) {
    private static final Pattern ENDPOINT = Pattern.compile("aws_vpc_endpoint\\.[^.\\[]++(?:" + Address.KEY + ")?");
    private static final Pattern OUTPUT = Pattern.compile("(module\\.[^.\\[]++(?:" + Address.KEY + ")?\\.)([^.\\[]++)");
    private static final Pattern VARIABLE = Pattern.compile("var\\.([^.\\[]++)");
    /// What tells the instances of a resource apart, and leads to no endpoint itself.
    private static final Pattern INSTANCE = Pattern.compile("each\\.key|each\\.value.*|count\\.index");

    /// What an endpoint's id begins with; stands for a value that is known and has it in it, and is an end that leads
    /// to no endpoint of the plan.
    private static final String KNOWN_ID = "vpce-";

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

    /// A reference in an instance of a module.
    private record Reference(String text, String module) {}

    /// What each reference could mean; none where it leads to no endpoint. What is computed of a `count.index` is not
    /// seen, so that of several endpoints only a key of `for_each` tells one.
    private List<List<String>> meant(Address policy) {
        var resource = configured.getOrDefault(policy.configured(), new Json.Null());
        var references = references(resource, "expressions", "vpc_endpoint_id");
        boolean isByKey = policy.key().startsWith("[\"")
                && references.contains("each.key")
                && references.stream().allMatch(name -> name.equals("each.key") || isEndpoint(name));
        return ends(within(policy.module(), references)).stream()
                .map(end -> meant(end, isByKey ? policy.key() : ""))
                .toList();
    }

    private static List<Reference> within(String module, List<String> references) {
        return references.stream()
                .filter(name -> !INSTANCE.matcher(name).matches())
                .map(name -> new Reference(name, module))
                .toList();
    }

    /// Where references end once variables and outputs of modules are followed to what these are set to.
    private Set<Reference> ends(List<Reference> references) {
        var ends = new LinkedHashSet<Reference>();
        var seen = new HashSet<Reference>();
        var open = new ArrayDeque<>(references);
        while (!open.isEmpty()) {
            var reference = open.pop();
            if (seen.add(reference)) {
                behind(reference).ifPresentOrElse(open::addAll, () -> ends.add(reference));
            }
        }
        return ends;
    }

    /// What a variable or an output of a module is set to, or may be left at; empty for what is neither or not in the
    /// configuration.
    private Optional<List<Reference>> behind(Reference reference) {
        var variable = VARIABLE.matcher(reference.text());
        if (variable.lookingAt()) {
            var module = new Address(reference.module());
            return Optional.ofNullable(configured.get(module.configured()))
                    .map(call -> within(module.outer(), set(call, variable.group(1))));
        }
        var output = OUTPUT.matcher(reference.text());
        if (!output.lookingAt()) {
            return Optional.empty();
        }
        var module = new Address(reference.module() + output.group(1));
        return Optional.ofNullable(configured.get(module.configured()))
                .flatMap(call -> call.at("module", "outputs", output.group(2)))
                .map(one -> within(module.text(), references(one, "expression")));
    }

    /// What a call of a module sets a variable to, or leaves it at; a plan tells the value of one of the root
    /// module. A variable that may not be null is left at its default by null too, and a plan does not tell
    /// which may: a constant is not null, nor an endpoint's id.
    private static List<String> set(Json call, String variable) {
        var handed = references(call, "expressions", variable);
        boolean isKnown = call.at("expressions", variable, "value").isPresent()
                || call.at("expressions", variable, "constant_value")
                        .filter(value -> !(value instanceof Json.Null))
                        .isPresent()
                || (!handed.isEmpty() && handed.stream().allMatch(Aims::isEndpoint));
        return isKnown
                ? handed
                : Stream.concat(handed.stream(), listed(call, "module", "variables", variable).stream())
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
    private static List<String> references(Json block, String... names) {
        return throughEach(listed(block, names), listed(block, "for_each_expression"));
    }

    private static List<String> listed(Json block, String... names) {
        var all = block.at(names).stream()
                .flatMap(expression -> Stream.concat(
                        knownId(expression),
                        expression.itemsAt("references").flatMap(reference -> reference.text().stream())))
                .toList();
        return IntStream.range(0, all.size())
                .filter(at -> at == 0 || !isWithin(all.get(at - 1), all.get(at)))
                .mapToObj(all::get)
                .toList();
    }

    /// As an expression, a plan's variable and a variable's default have it. Any other value chooses among
    /// endpoints, or stands for none, such as null.
    private static Stream<String> knownId(Json set) {
        return Stream.of("constant_value", "value", "default")
                .flatMap(name -> set.at(name).stream())
                .filter(value -> JsonWriter.compact(value).contains(KNOWN_ID))
                .map(_ -> KNOWN_ID);
    }

    private static boolean isWithin(String part, String whole) {
        return part.startsWith(whole + ".") || part.startsWith(whole + "[");
    }

    private static boolean isEndpoint(String reference) {
        return ENDPOINT.matcher(reference).lookingAt();
    }

    /// The instance that is named or has the key, or else all of the resource.
    private List<String> meant(Reference reference, String key) {
        var named = ENDPOINT.matcher(reference.text());
        if (!named.lookingAt()) {
            return List.of();
        }
        var address = reference.module() + named.group();
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
