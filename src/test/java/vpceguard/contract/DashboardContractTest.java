package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// What costs money while nothing happens is there only where it is asked for, and the dashboard is one.
class DashboardContractTest {
    private static final Template TEMPLATE = Template.read();
    private static final Pattern SCHEMA = Pattern.compile("SEARCH\\('\\{([^}]+)}");

    @Test
    void theDashboardIsJson() {
        var body = String.valueOf(TEMPLATE.at("Resources", "DashboardOfStack", "Properties", "DashboardBody"))
                .replaceAll("\\$\\{[^}]*}", "name");

        assertThat(JsonReader.read(body))
                .isInstanceOfSatisfying(
                        Parsed.Ok.class,
                        read -> assertThat(((Json) read.value()).at("widgets")).isPresent());
    }

    /// CloudWatch wants a name with other characters than letters and digits in quotes.
    @Test
    void whatTheDashboardSearchesIsQuoted() {
        var body = String.valueOf(TEMPLATE.at("Resources", "DashboardOfStack", "Properties", "DashboardBody"))
                .replace("\\\"", "\"");

        assertThat(SCHEMA.matcher(body).results().map(schema -> schema.group(1)))
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(List.of(schema.split(",")))
                        .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9]+|\"[^\"]+\"")));
    }

    @Test
    void everyFunctionThatFailsIsTold() {
        var watched = ((List<?>) TEMPLATE.at("Resources", "FunctionsFail", "Properties", "Metrics")).toString();
        var shown = String.valueOf(TEMPLATE.at("Resources", "DashboardOfStack", "Properties", "DashboardBody"));
        assertThat(TEMPLATE.resources("AWS::Serverless::Function")).allSatisfy(function -> {
            assertThat(watched).contains("Value=" + function + "}");
            assertThat(shown).contains("${" + function + "}");
        });
    }

    /// Each alarm costs while nothing happens (`docs/scale.md`).
    @Test
    void withoutTheDashboardThereAreTheTwoAlarmsOnQueues() {
        var always = Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard")
                .flatMap(type -> TEMPLATE.resources(type).stream())
                .filter(name -> !"HasDashboard".equals(((Map<?, ?>) TEMPLATE.at("Resources", name)).get("Condition")))
                .toList();
        assertThat(always).containsExactlyInAnyOrder("EventsFailed", "EventsUndelivered");
    }
}
