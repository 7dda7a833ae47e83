package vpceguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.cli.template.TerraformPlanTest.ofA;
import static vpceguard.cli.template.TerraformPlanTest.policies;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.cli.template.Declared.Written;

class AimsTest {
    @Test
    void aPolicyThatMayBeForSeveralIsNotKnown() {
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a[0]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint.a[1]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "{}"}}]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p",
                   "expressions": {"vpc_endpoint_id": {"references": ["aws_vpc_endpoint.a", "var.which"]}}}]}}}""");

        assertThat(policies)
                .hasSize(2)
                .allSatisfy((_, policy) -> assertThat(policy)
                        .isInstanceOfSatisfying(
                                Written.NotKnown.class,
                                open -> assertThat(open.reason())
                                        .startsWith("which policy it gets is known after apply only, that of ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"aws_vpc_endpoint.a.id\", \"aws_vpc_endpoint.a\"              | true",
                "\"aws_vpc_endpoint.a\", \"each.key\"                         | true",
                "\"aws_vpc_endpoint.a\", \"count.index\"                      | true",
                "\"var.own\", \"aws_vpc_endpoint.a.id\", \"module.shared.id\" | false",
                "\"aws_vpc_endpoint.a.id\", \"aws_vpc_endpoint.gone.id\"      | false",
            })
    void aPolicyThatMayBeForAnotherEndpointIsNotSurelyThisOnes(String references, boolean isKnown) {
        var policy = ofA("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "closed"}}]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p",
                   "expressions": {"vpc_endpoint_id": {"references": [%s]}}}]}}}""".formatted(references));

        assertThat(policy.equals(new Written.Text("closed"))).isEqualTo(isKnown);
        assertThat(policy instanceof Written.NotKnown).isNotEqualTo(isKnown);
    }

    /// What a value or a variable says is not known, nor whether something else than the key chooses.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`E.this`, `each.key`                                                      |                    | true",
                "`each.value.id`, `each.value`                                             | `E.this`           | true",
                "`each.value`                                                              | `E.this`           | true",
                "`E.this`, `each.value`                                                    | `var.m`            | false",
                "`E.this`, `var.m`, `each.key`                                             |                    | false",
                "`E.this`, `local.m`, `each.key`                                           |                    | false",
                "`E.this`, `each.value.to`, `each.value`, `each.key`                       | `E.this`           | false",
                "`each.value.id`, `each.value`                                             | `var.m`, `E.this`  | false",
                "`each.value.id`, `each.value`                                             | `local.m`          | false",
                "`E.this['a'].id`, `E.this['a']`, `E.this`, `E.this`, `each.key`           |                    | false",
                "`E.this`, `each.key`, `E.this['a'].id`, `E.this['a']`, `E.this`           |                    | false",
                "`E.this`                                                                  |                    | false",
            })
    void aKeyTellsWhichEndpointAPolicyIsForIfNothingElseDoes(String references, String forEach, boolean isTold) {
        var policies = keyed(
                "\\\"a\\\"",
                "\\\"b\\\"",
                references,
                Optional.ofNullable(forEach).orElse(""));

        var policy = Optional.ofNullable(policies.get("aws_vpc_endpoint.this[\"b\"]"));

        assertThat(policy.filter(new Written.Text("b")::equals).isPresent()).isEqualTo(isTold);
        assertThat(policy.filter(Written.NotKnown.class::isInstance).isPresent())
                .isNotEqualTo(isTold);
    }

    /// What is computed of a number is not seen, such as `count.index % 2`.
    @Test
    void theIndexOfACountTellsNoEndpoint() {
        assertThat(keyed("0", "1", "`E.this`, `count.index`", ""))
                .allSatisfy((_, policy) -> assertThat(policy).isInstanceOf(Written.NotKnown.class));
        assertThat(keyed("0", "1", "`E.this[1].id`, `E.this[1]`, `E.this`", ""))
                .containsEntry("aws_vpc_endpoint.this[0]", new Written.Nothing());
    }

    /// Two endpoints, and a policy for each that says its key, with the references of `vpc_endpoint_id` and `for_each`.
    private static Map<String, Written> keyed(String one, String other, String references, String forEach) {
        var resources = Stream.of(one, other)
                .map(key -> """
                        {"address": "aws_vpc_endpoint.this[%1$s]", "type": "aws_vpc_endpoint",
                         "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                        {"address": "aws_vpc_endpoint_policy.p[%1$s]", "type": "aws_vpc_endpoint_policy",
                         "values": {"policy": "%2$s"}}""".formatted(key, key.replaceAll("\\W", "")))
                .collect(Collectors.joining(","));
        return policies("""
                {"planned_values": {"root_module": {"resources": [%s]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p", "for_each_expression": {"references": [%s]},
                   "expressions": {"vpc_endpoint_id": {"references": [%s]}}}]}}}""".formatted(resources, written(forEach), written(references)));
    }

    private static String written(String references) {
        return references.replace("'", "\\\"").replace("`", "\"").replace("E.", "aws_vpc_endpoint.");
    }

    @Test
    void aPolicyOfAnotherLoopsValuesMayBeForWhatTheseHold() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.mine", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint.other", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint.third", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint_policy.p[\\"x\\"]", "type": "aws_vpc_endpoint_policy", "values": {"policy": "{}"}}]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p",
                   "for_each_expression": {"references": ["aws_vpc_endpoint.other.id", "aws_vpc_endpoint.other"]},
                   "expressions": {"vpc_endpoint_id": {"references":
                     ["each.value.endpoint", "each.value", "aws_vpc_endpoint.mine.id", "aws_vpc_endpoint.mine"]}}}]}}}"""))
                .hasSize(3)
                .hasEntrySatisfying(
                        "aws_vpc_endpoint.mine", open -> assertThat(open).isInstanceOf(Written.NotKnown.class))
                .hasEntrySatisfying(
                        "aws_vpc_endpoint.other", open -> assertThat(open).isInstanceOf(Written.NotKnown.class))
                .containsEntry("aws_vpc_endpoint.third", new Written.Nothing());
    }

    @Test
    void aPolicyIsForTheEndpointOfItsOwnModule() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "module.m[\\"x.y\\"].aws_vpc_endpoint.a[0]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "module.m[\\"x.y\\"].aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "x"}},
                  {"address": "module.m[\\"z\\"].aws_vpc_endpoint.a[0]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "module.m[\\"z\\"].aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "z"}}]}},
                 "configuration": {"root_module": {"module_calls": {"m": {"module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p", "expressions": {"vpc_endpoint_id": {"references":
                    ["aws_vpc_endpoint.a[0].id", "aws_vpc_endpoint.a[0]", "aws_vpc_endpoint.a"]}}}]}}}}}}"""))
                .isEqualTo(Map.of(
                        "module.m[\"x.y\"].aws_vpc_endpoint.a[0]", new Written.Text("x"),
                        "module.m[\"z\"].aws_vpc_endpoint.a[0]", new Written.Text("z")));
    }

    /// An endpoint that has its id already is none that a policy without one could be for.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "module.net.id\", \"module.net",
                "local.id",
                "data.aws_vpc_endpoint.found.id",
                "aws_vpc_endpoint.c.id\", \"local.id"
            })
    void aPolicyThatMayBeForAnyEndpointLeavesAllNewOnesOpen(String references) {
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "module.net.aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3", "policy": "closed"}},
                  {"address": "aws_vpc_endpoint.b", "type": "aws_vpc_endpoint",
                   "values": {"id": "vpce-1", "service_name": "com.amazonaws.eu-west-1.s3", "policy": "closed"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "open"}}]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p",
                   "expressions": {"vpc_endpoint_id": {"references": ["%s"]}}}]}}}""".formatted(references));

        assertThat(policies)
                .containsEntry(
                        "module.net.aws_vpc_endpoint.a",
                        new Written.NotKnown("which policy it gets is known after apply only, that of"
                                + " \"module.net.aws_vpc_endpoint.a\" or \"aws_vpc_endpoint_policy.p\""))
                .containsEntry("aws_vpc_endpoint.b", new Written.Text("closed"))
                .containsEntry(
                        "aws_vpc_endpoint_policy.p",
                        new Written.NotKnown("which endpoint it is for cannot be told from this plan"));
    }

    /// The policy is in a module within one, which gets the endpoint's id from outside. `x` is in the root module,
    /// `e` and `many` are in another, of which an output says the id.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`E.x.id`, `E.x`                                                     |          | closed  | default | default",
                "`each.value.id`, `each.value`                                       | `E.x`    | closed  | default | default",
                "`module.net.id`, `module.net`                                       |          | default | closed  | default",
                "`var.root`, `module.net.id`, `module.net`                           |          | default | closed  | default",
                "`E.x.id`, `E.x`, `module.net.id`, `module.net`                      |          | open    | open    | default",
                "`module.net.ids['a']`, `module.net.ids`, `module.net`               |          | default | default | open",
                "`module.net`, `each.key`                                            |          | open    | open    | open",
                "`module.net.other`, `module.net`                                    |          | open    | open    | open",
                "`module.net.local`, `module.net`                                    |          | open    | open    | open",
                "`module.net.endless`, `module.net`                                  |          | open    | open    | open",
                "`module.net[0].id`, `module.net[0]`, `module.net`                   |          | open    | open    | open",
                "`var.root`                                                          |          | open    | open    | open",
                "                                                                    |          | open    | open    | open",
            })
    void variablesAndOutputsOfModulesAreFollowed(String references, String forEach, String x, String e, String many) {
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [%s,
                  {"address": "module.pol[\\"k.x\\"].module.inner.aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy",
                   "values": {"policy": "closed"}}]}},
                 "configuration": {"root_module": {"module_calls": {
                  "net": {
                   "expressions": {"back": {"references": ["module.net.endless", "module.net"]}},
                   "module": {"outputs": {
                    "id": {"expression": {"references":
                      ["var.create", "aws_vpc_endpoint.e[0].id", "aws_vpc_endpoint.e[0]", "aws_vpc_endpoint.e"]}},
                    "ids": {"expression": {"references": ["aws_vpc_endpoint.many"]}},
                    "local": {"expression": {"references": ["aws_vpc_endpoint.e", "local.other"]}},
                    "endless": {"expression": {"references": ["var.back"]}}}}},
                  "pol": {
                   "for_each_expression": {"references": [%s]},
                   "expressions": {"id": {"references": [%s]}},
                   "module": {"module_calls": {"inner": {
                    "expressions": {"id": {"references": ["var.id"]}},
                    "module": {"resources": [{"address": "aws_vpc_endpoint_policy.p",
                     "expressions": {"vpc_endpoint_id": {"references": ["var.on", "var.id"]}}}]}}}}}}}}}""".formatted(
                        Stream.of(
                                        "aws_vpc_endpoint.x",
                                        "module.net.aws_vpc_endpoint.e[0]",
                                        "module.net.aws_vpc_endpoint.many[\\\"a\\\"]",
                                        "module.net.aws_vpc_endpoint.many[\\\"b\\\"]")
                                .map(address -> """
                                        {"address": "%s", "type": "aws_vpc_endpoint",
                                         "values": {"service_name": "com.amazonaws.eu-west-1.s3"}}""".formatted(address))
                                .collect(Collectors.joining(",")),
                        written(Optional.ofNullable(forEach).orElse("")),
                        written(Optional.ofNullable(references).orElse(""))));

        assertThat(policies.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> word(one.getValue()))))
                .containsEntry("aws_vpc_endpoint.x", x)
                .containsEntry("module.net.aws_vpc_endpoint.e[0]", e)
                .containsEntry("module.net.aws_vpc_endpoint.many[\"a\"]", many)
                .containsEntry("module.net.aws_vpc_endpoint.many[\"b\"]", many);
    }

    private static String word(Written policy) {
        return switch (policy) {
            case Written.Text(var text) -> text;
            case Written.Nothing() -> "default";
            case Written.NotKnown _ -> "open";
        };
    }

    @Test
    void aPolicyWithoutAnAddressIsNotKnown() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [{"type": "aws_vpc_endpoint_policy", "values": {}}]}}}"""))
                .isEqualTo(Map.of(
                        "unknown", new Written.NotKnown("which endpoint it is for cannot be told from this plan")));
    }

    /// A root module's variables are known in a plan, and so are defaults. Those that are handed to a module need
    /// not be.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "          | p    | \"var.create\", \"aws_vpc_endpoint.a[0].id\", \"aws_vpc_endpoint.a\" | true",
                "          | p[0] | \"var.create\", \"aws_vpc_endpoint.a[0].id\", \"aws_vpc_endpoint.a\" | true",
                "          | p[0] | \"var.create\", \"aws_vpc_endpoint.a[1].id\", \"aws_vpc_endpoint.a\" | false",
                "          | p[0] | \"local.create\", \"aws_vpc_endpoint.a\"                           | false",
                "          | p[0] | \"var.create\"                                                    | false",
                "module.m. | p[0] | \"var.preset\", \"aws_vpc_endpoint.a[0].id\", \"aws_vpc_endpoint.a\" | true",
                "module.m. | p[0] | \"var.create\", \"aws_vpc_endpoint.a[0].id\", \"aws_vpc_endpoint.a\" | false",
            })
    void aVariableOfTheRootModuleIsNoOtherEndpoint(String module, String policy, String references, boolean isKnown) {
        var prefix = Optional.ofNullable(module).orElse("");
        var expressions = """
                {"resources": [{"address": "aws_vpc_endpoint_policy.p",
                  "expressions": {"vpc_endpoint_id": {"references": [%s]}}}]}""".formatted(references);
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "%saws_vpc_endpoint.a[0]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}}, %s
                  {"address": "%saws_vpc_endpoint_policy.%s", "type": "aws_vpc_endpoint_policy",
                   "values": {"policy": "closed"}}]}},
                 "configuration": {"root_module": %s}}""".formatted(
                        prefix,
                        policy.equals("p") ? "" : """
                                {"address": "%saws_vpc_endpoint.a[1]", "type": "aws_vpc_endpoint",
                                 "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},""".formatted(prefix),
                        prefix,
                        policy,
                        prefix.isEmpty() ? expressions : """
                                        {"module_calls": {"m": {"expressions": {"create": {"references": ["local.create"]}},
                                          "module": %s}}}""".formatted(expressions)));

        assertThat(new Written.Text("closed").equals(policies.get(prefix + "aws_vpc_endpoint.a[0]")))
                .isEqualTo(isKnown);
    }

    /// As `element(compact([var.existing, var.new]), 0)` is not known as a whole, though the first id is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "                                        | ID                            | open",
                "                                        | [`x`, {`a`: ID}]              | open",
                "                                        | null                          | closed",
                "                                        | ``                            | closed",
                "                                        | `endpoint`                    | closed",
                "                                        | true                          | closed",
                "`default`: ID                           |                               | open",
                "`default`: ID                           | `endpoint`                    | closed",
                "`default`: null                         |                               | closed",
                "                                        |                               | closed",
            })
    void anIdThatIsKnownBesideAnEndpointMayBeMeantInItsPlace(String preset, String given, String word) {
        var variables = "`variables`: {`existing`: {%s}}"
                .formatted(Optional.ofNullable(preset).orElse(""));
        var root = Optional.ofNullable(given)
                .map("`existing`: {`value`: %s}"::formatted)
                .orElse("");
        var call = root.replace("value", "constant_value");
        var output = Optional.ofNullable(given)
                .map("`constant_value`: %s"::formatted)
                .orElse("");

        assertThat(word(beside(root, "", variables, "var.existing"))).isEqualTo(word);
        assertThat(word(beside("", """
                        `m`: {`expressions`: {%s}, `module`: {%s,
                          `outputs`: {`id`: {`expression`: {`references`: [`var.existing`]}}}}}""".formatted(call, variables), "", "module.m.id")))
                .isEqualTo(word);
        assertThat(word(beside(
                        "",
                        "`m`: {`module`: {`outputs`: {`id`: {`expression`: {%s}}}}}".formatted(output),
                        "",
                        "module.m.id")))
                .isEqualTo(given == null ? "closed" : word);
        assertThat(word(beside("", """
                        `m`: {`for_each_expression`: {%s}, `expressions`: {`existing`: {`references`: [`each.value`]}},
                          `module`: {`outputs`: {`id`: {`expression`: {`references`: [`var.existing`]}}}}}""".formatted(output), "", "module.m[`k`].id")))
                .isEqualTo(given == null ? "closed" : word);
    }

    /// A variable that may not be null is left at its default by null, and a plan does not tell which may.
    @ParameterizedTest
    @ValueSource(strings = {"", "`existing`: {`constant_value`: null}", "`existing`: {`references`: [`var.outer`]}"})
    void aDefaultMayBeMeantWhereACallMayHandNull(String call) {
        assertThat(word(beside(
                        "`outer`: {`value`: null}", """
                        `m`: {`expressions`: {%s}, `module`: {`variables`: {`existing`: {`default`: ID}},
                          `outputs`: {`id`: {`expression`: {`references`: [`var.existing`]}}}}}""".formatted(call), "`variables`: {`outer`: {}}", "module.m.id")))
                .isEqualTo("open");
    }

    /// What the one endpoint of a plan gets whose policy refers to it beside something else.
    private static Written beside(String given, String calls, String variables, String other) {
        return ofA("""
                {`variables`: {%s},
                 `planned_values`: {`root_module`: {`resources`: [
                  {`address`: `aws_vpc_endpoint.a`, `type`: `aws_vpc_endpoint`,
                   `values`: {`service_name`: `com.amazonaws.eu-west-1.s3`}},
                  {`address`: `aws_vpc_endpoint_policy.p`, `type`: `aws_vpc_endpoint_policy`,
                   `values`: {`policy`: `closed`}}]}},
                 `configuration`: {`root_module`: {`module_calls`: {%s}, `resources`: [
                  {`address`: `aws_vpc_endpoint_policy.p`, `expressions`: {`vpc_endpoint_id`: {`references`:
                    [%s, `aws_vpc_endpoint.a.id`, `aws_vpc_endpoint.a`]}}}]%s}}}""".formatted(
                        given,
                        calls,
                        "`" + other.replace("`", "\\`") + "`",
                        variables.isEmpty() ? "" : ", " + variables)
                .replace("ID", "`vpce-0123456789abcdef0`")
                .replace("\\`", "\\\"")
                .replace("`", "\""));
    }
}
