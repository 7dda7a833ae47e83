package vpceguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static vpceguard.event.Events.OWN;
import static vpceguard.event.Events.with;
import static vpceguard.event.Events.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.EventReading.Change;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Whatever the event, there is a reading.
class HostileEventTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 250_000;

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "[]", "{}", "[{\"detail\":{}}]", "{\"detail\":{}}"})
    void whatIsNoEventIsUnreadable(String event) {
        assertThat(words(EventReader.read(Events.json(event), OWN))).startsWith("unreadable: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-interface-two-subnets.json",
                "modify-add-security-groups-private-dns.json",
                "modify-addendum.json",
                "modify-unwrapped.json"
            })
    void aWrongTypeAnywhereIsReadSomehow(String file) {
        var event = Events.load(file);
        for (var place : places(event, List.of())) {
            for (var wrong : List.of("null", "true", "7", "-1e999", "\"\"", "\"\\ud800\"", "[]", "[[]]", "{}")) {
                var reading = EventReader.read(with(event, wrong, place.toArray(String[]::new)), OWN);
                assertThat(words(reading)).as("%s at %s", wrong, place).isNotBlank();
            }
        }
    }

    private static List<List<String>> places(Json json, List<String> here) {
        var places = new ArrayList<List<String>>();
        if (json instanceof Json.Obj(var members)) {
            members.forEach((name, value) -> {
                var inner = new ArrayList<>(here);
                inner.add(name);
                places.add(inner);
                places.addAll(places(value, inner));
            });
        }
        return places;
    }

    @Test
    void aWrongTypeInTheIdentityNeverHidesAChange() {
        for (var wrong : List.of("null", "7", "[]", "\"x\"", "{\"sessionContext\":{\"sessionIssuer\":[]}}")) {
            var event = with(Events.load("modify-reset-policy.json"), wrong, "detail", "userIdentity");
            assertThat(EventReader.read(event, OWN)).isInstanceOf(Change.class);
        }
    }

    @Test
    void controlCharactersNeverReachAReason() {
        var evil = JsonWriter.compact(new Json.Str("\u001b[2J\u202eec2\r\n\u0000</script>" + "x".repeat(LARGE)));
        var event = Events.load("modify-reset-policy.json");
        var request = List.of("detail", "requestParameters", "ModifyVpcEndpointRequest", "VpcEndpointId");
        for (var place : List.of(
                List.of("detail-type"),
                List.of("source"),
                List.of("account"),
                List.of("region"),
                List.of("detail", "eventVersion"),
                List.of("detail", "eventSource"),
                List.of("detail", "eventName"),
                List.of("detail", "eventTime"),
                List.of("detail", "eventID"),
                List.of("detail", "errorCode"),
                List.of("detail", "recipientAccountId"),
                request)) {
            var words = words(EventReader.read(with(event, evil, place.toArray(String[]::new)), OWN));
            assertThat(words).matches("(ignored|unreadable): [ -~]{1,2000}");
        }
    }

    @Test
    void anIdThatCouldNotBeAKeyIsUnreadable() {
        for (var id : List.of("\" \"", "\"a b\"", "\"a\\n\"", "\"" + "x".repeat(129) + "\"", "7")) {
            var event = with(Events.load("modify-reset-policy.json"), id, "detail", "eventID");
            assertThat(words(EventReader.read(event, OWN)))
                    .startsWith("unreadable: expected an event id")
                    .endsWith(" at /detail/eventID");
        }
    }

    @Test
    void largeRecordsAreReadWithoutStalling() {
        var id = "\"VpcEndpointId\":\"vpce-0123456789abcdef0\"";
        var name = "n".repeat(LARGE / 2);
        var members = new StringBuilder();
        for (int i = 0; i < LARGE / 20; i++) {
            members.append(",\"M").append(i).append("\":1");
        }
        for (var request : List.of(
                "{\"ModifyVpcEndpointRequest\":{" + id + ",\"PolicyDocument\":\"" + "x".repeat(LARGE) + "\"}}",
                "{\"ModifyVpcEndpointRequest\":{" + id + members + "}}",
                "{\"" + name + "\":{" + id + members + "}}",
                "{\"ModifyVpcEndpointRequest\":{" + id + ",\"AddSubnetId\":[" + "1,".repeat(LARGE / 2) + "1]}}",
                "{\"ModifyVpcEndpointRequest\":{" + id + ",\"AddSubnetId\":" + "{\"item\":".repeat(80) + "1"
                        + "}".repeat(80) + "}}")) {
            assertTimeoutPreemptively(PATIENCE, () -> {
                var event = with(Events.load("modify-reset-policy.json"), request, "detail", "requestParameters");
                assertThat(words(EventReader.read(event, OWN))).isNotBlank();
            });
        }
    }
}
