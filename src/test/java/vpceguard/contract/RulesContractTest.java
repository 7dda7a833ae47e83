package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;
import vpceguard.event.EventReader;
import vpceguard.event.EventReading;
import vpceguard.event.Own;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// The template's event patterns, by EventBridge's own matcher, against the recorded shapes in `events/`.
class RulesContractTest {
    private static final Path EVENTS = Path.of("events");

    @Test
    void theCreateRuleTakesEc2sCreatesAndNothingElse() throws Exception {
        assertThat(matched(rule("CreateVpcEndpointFunctionCall"))).isEqualTo(named("CreateVpcEndpoint"));
    }

    @Test
    void theModifyRuleTakesEc2sModifiesAndNothingElse() throws Exception {
        assertThat(matched(rule("ModifyVpcEndpointFunctionCall"))).isEqualTo(named("ModifyVpcEndpoint"));
    }

    @Test
    void theRuleOfDeniedCallsTakesTheseAndNothingElse() throws Exception {
        var pattern = json(Template.read()
                .at("Resources", "DeniedCallFunction", "Properties", "Events", "Call", "Properties", "Pattern"));

        assertThat(matched(JsonWriter.compact(pattern))).containsExactly("network-activity-denied.json");
        // Only AWS sends under such a source; anybody else may send all the rest.
        var forged =
                Files.readString(EVENTS.resolve("network-activity-denied.json")).replace("aws.s3", "mine.aws.s3");
        assertThat(Ruler.matchesRule(forged, JsonWriter.compact(pattern))).isFalse();
    }

    /// With snapshots it comes daily, through rule and function, and is nothing but that.
    @Test
    void theDailyEventGoesThroughItsRuleAndIsNoCall() throws Exception {
        for (var call : List.of("CreateVpcEndpoint", "ModifyVpcEndpoint")) {
            var target = json(Template.read().at("Resources", call + "Daily", "Properties", "Target"));
            var detail = JsonReader.read(target.textAt("Input").orElseThrow());
            var event = Json.object()
                    .put(
                            "source",
                            target.textAt("EventBridgeParameters", "Source").orElseThrow())
                    .put(
                            "detail-type",
                            target.textAt("EventBridgeParameters", "DetailType").orElseThrow())
                    .put("account", "111122223333")
                    .put("region", "us-east-1")
                    .put("detail", ((Parsed.Ok<Json>) detail).value())
                    .build();

            var rule = rule(call + "FunctionCall");
            assertThat(Ruler.matchesRule(JsonWriter.compact(event), rule))
                    .as("without snapshots anybody could send it for nothing")
                    .isFalse();
            assertThat(Ruler.matchesRule(JsonWriter.compact(event), rule.replace("SEQUENCE", "vpce-guard.daily")))
                    .isTrue();
            assertThat(Files.readString(Path.of("template.yaml")))
                    .contains("[aws.ec2, !If [HasSnapshots, vpce-guard.daily, !Ref AWS::NoValue]]");
            assertThat(EventReader.read(event, new Own("111122223333", "us-east-1", Set.of())))
                    .isEqualTo(new EventReading.Ignored("event from another source: \"vpce-guard.daily\""));
        }
    }

    /// A permission that moved with the target would come after it: events between could be handed to nobody.
    @Test
    void aRuleMayInvokeItsFunctionWhetherThereAreSnapshotsOrNot() {
        var template = Template.read();
        for (var call : List.of("CreateVpcEndpoint", "ModifyVpcEndpoint")) {
            assertThat(template.isConditional(call + "FunctionCallPermission")).isFalse();
            assertThat(invoked(template, call + "FunctionCallPermission")).isEqualTo(call + "Function");
            assertThat(template.at("Resources", call + "AliasCallPermission", "Condition"))
                    .isEqualTo("HasSnapshots");
            assertThat(invoked(template, call + "AliasCallPermission")).isEqualTo(call + "Alias");
        }
    }

    private static Object invoked(Template template, String permission) {
        return template.at("Resources", permission, "Properties", "FunctionName");
    }

    private static String rule(String name) {
        return JsonWriter.compact(json(Template.read().at("Resources", name, "Properties", "EventPattern")));
    }

    private static Set<String> matched(String pattern) throws Exception {
        var matched = new TreeSet<String>();
        for (var file : files()) {
            if (Ruler.matchesRule(Files.readString(file), pattern)) {
                matched.add(file.getFileName().toString());
            }
        }
        return matched;
    }

    /// What a plain look at the text says: EC2's call of that name, by CloudTrail.
    private static Set<String> named(String call) throws Exception {
        var named = new TreeSet<String>();
        for (var file : files()) {
            var text = Files.readString(file);
            if (text.contains("\"eventName\": \"" + call + "\"")
                    && text.contains("\"eventSource\": \"ec2.amazonaws.com\"")
                    && text.contains("\"source\": \"aws.ec2\"")
                    && text.contains("\"detail-type\": \"AWS API Call via CloudTrail\"")) {
                named.add(file.getFileName().toString());
            }
        }
        assertThat(named).isNotEmpty();
        return named;
    }

    private static Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.filter(file -> file.toString().endsWith(".json")).collect(Collectors.toSet());
        }
    }

    static Json json(Object yaml) {
        return switch (yaml) {
            case Map<?, ?> map -> {
                var object = Json.object();
                map.forEach((name, value) -> object.put((String) name, json(value)));
                yield object.build();
            }
            case List<?> list ->
                new Json.Arr(list.stream().map(RulesContractTest::json).toList());
            case Boolean bool -> new Json.Bool(bool);
            default -> new Json.Str(yaml.toString());
        };
    }
}
