package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vpceguard.lambda.CreateVpcEndpointHandler;
import vpceguard.lambda.DeniedCallHandler;
import vpceguard.lambda.FollowUpHandler;
import vpceguard.lambda.ModifyVpcEndpointHandler;
import vpceguard.lambda.Settings;
import vpceguard.lambda.SweepHandler;
import vpceguard.lambda.UndoHandler;

/// The template's variables against those that `Settings` reads.
class ParametersContractTest {
    @Test
    void theTemplateSetsExactlyWhatSettingsReads() {
        var template = (Map<?, ?>) Template.read().at("Globals", "Function", "Environment", "Variables");
        var set =
                new TreeSet<>(template.keySet().stream().map(String.class::cast).toList());
        var environment = new Recording(Map.ofEntries(
                Map.entry("MODE", "enforce"),
                Map.entry("ORGANIZATION_ID", "o-a1b2c3d4e5"),
                Map.entry("ACCOUNT_ID", "111122223333"),
                Map.entry("PARTITION", "aws"),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("STACK_NAME", "vpce-guard"),
                Map.entry("ROLE_ARNS", "arn:aws:iam::111122223333:role/guard"),
                Map.entry("TABLE", "table"),
                Map.entry("RETENTION_DAYS", "400"),
                Map.entry("TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:notices"),
                Map.entry("JOURNAL_GROUP", "group"),
                Map.entry("JOURNAL_STREAM", "journal"),
                Map.entry("FOLLOW_UP_QUEUE", "https://queue")));

        var _ = Settings.from(environment);

        // Lambda sets the Region itself; the others are read by the SDK and by Clients.
        set.removeAll(Set.of("HTTP_CLIENT", "JAVA_TOOL_OPTIONS"));
        set.add("AWS_REGION");
        set.remove("AWS_SDK_UA_APP_ID");
        assertThat(new TreeSet<>(environment.read)).isEqualTo(set);
    }

    @Test
    void everyHandlerOfTheTemplateIsAClass() {
        var template = Template.read();
        assertThat(template.resources("AWS::Serverless::Function"))
                .extracting(function -> template.at("Resources", function, "Properties", "Handler"))
                .containsExactlyInAnyOrder(
                        CreateVpcEndpointHandler.class.getName(),
                        ModifyVpcEndpointHandler.class.getName(),
                        SweepHandler.class.getName(),
                        FollowUpHandler.class.getName(),
                        UndoHandler.class.getName(),
                        DeniedCallHandler.class.getName());
    }

    /// A map that remembers which keys were asked for.
    private static final class Recording extends AbstractMap<String, String> {
        private final Map<String, String> values;
        private final Set<String> read = new HashSet<>();

        private Recording(Map<String, String> values) {
            this.values = new HashMap<>(values);
        }

        @Override
        @SuppressWarnings("NullAway") // Map's own contract
        public String getOrDefault(Object key, String otherwise) {
            read.add((String) key);
            return values.getOrDefault(key, otherwise);
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return values.entrySet();
        }
    }
}
