package vpceguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.event.EndpointChange.Settled;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;

class ChangeJsonTest {
    private static final NetworkSettings BASELINE = new NetworkSettings(
            new Attachments(Set.of("sg-1"), Set.of("subnet-1"), Set.of()),
            Optional.of(true),
            Optional.of("ipv4"),
            Map.of("DnsRecordIpType", "ipv4"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-gateway-s3-console.json",
                "modify-policy-terraform.json",
                "modify-reset-policy.json",
                "modify-add-security-groups-private-dns.json",
                "modify-two-route-tables.json",
                "modify-addendum.json"
            })
    void aChangeIsReadAsItWasWritten(String event) {
        var change = Events.change(event);

        assertThat(read(change)).isEqualTo(change);
        for (var baseline : List.of(Optional.<NetworkSettings>empty(), Optional.of(BASELINE))) {
            assertThat(read(new Settled(change, baseline))).isEqualTo(new Settled(change, baseline));
        }
    }

    @Test
    void whatNoEventToldToo() {
        var id = new EndpointId("vpce-0123456789abcdef0");
        var everything = new Modified(Events.change("modify-addendum.json").origin(), id, new Touched.Everything());
        var found = Found.of(id, Found.Why.MISSED, Instant.EPOCH, "111122223333", "us-east-1");

        assertThat(read(everything)).isEqualTo(everything);
        assertThat(read(found)).isEqualTo(found);
        var told = found.telling(new Attachments(Set.of("sg-0a"), Set.of("subnet-0a"), Set.of("rtb-0a")));
        assertThat(read(told)).isEqualTo(told);
        var older = JsonWriter.compact(ChangeJson.write(told)).replace("\"told\"", "\"untold\"");
        assertThat(ChangeJson.read(Stored.of(older)))
                .as("of an older version, whose members say what is left")
                .isEqualTo(found.telling(Attachments.NONE));
        assertThat(found.cause()).isEqualTo("missed-1970-01-01T00:00:00Z");
    }

    @Test
    void aSecondLookIsACauseOfItsOwn() {
        var change = Events.change("modify-addendum.json");

        assertThat(Map.of(change.cause(), 1, new Settled(change, Optional.empty()).cause(), 2))
                .hasSize(2);
    }

    private static EndpointChange read(EndpointChange change) {
        return ChangeJson.read(Stored.of(JsonWriter.compact(ChangeJson.write(change))));
    }
}
