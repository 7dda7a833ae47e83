package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// What costs money while nothing happens is there only where it is asked for, and the dashboard is one.
class DashboardContractTest {
    private static final Template TEMPLATE = Template.read();

    @Test
    void theDashboardIsJson() {
        var body = String.valueOf(TEMPLATE.at("Resources", "DashboardOfStack", "Properties", "DashboardBody"))
                .replaceAll("\\$\\{[^}]*}", "name");

        assertThat(JsonReader.read(body))
                .isInstanceOfSatisfying(
                        Parsed.Ok.class,
                        read -> assertThat(((Json) read.value()).at("widgets")).isPresent());
    }

    @Test
    void whatNeedsMetricsOfOursIsThereWithTheDashboardAlone() {
        for (var type : List.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard")) {
            for (var name : TEMPLATE.resources(type)) {
                var resource = (Map<?, ?>) TEMPLATE.at("Resources", name);
                boolean isOurs = String.valueOf(resource.get("Properties")).contains("vpce-guard");
                if (isOurs) {
                    assertThat(resource.get("Condition")).as(name).isEqualTo("HasDashboard");
                }
            }
        }
    }
}
