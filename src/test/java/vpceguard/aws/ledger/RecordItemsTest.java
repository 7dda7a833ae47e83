package vpceguard.aws.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.LedgerFixtures;
import vpceguard.flow.Standing.Told;
import vpceguard.model.EndpointId;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Due;
import vpceguard.remediation.Records;
import vpceguard.remediation.Refusal;

class RecordItemsTest {
    /// DynamoDB refuses longer expressions.
    @Test
    void aConditionIsNoLongerThanTheTableTakes() {
        var record = LedgerFixtures.told("vpce-00000001", "one", LedgerFixtures.tables("a"));

        var state = new RecordItems("ledger", record, Duration.ofDays(1))
                .openState(new Terms(Budgets.USUAL, "invocation", false), Whose.UNKNOWN, true)
                .update();

        assertThat(state.conditionExpression()).contains("contains(heard, ").hasSizeLessThan(4_096);
    }

    /// Older code, and code after a rollback, knows nothing else of a service.
    @Test
    void whatOlderCodeNotedOfAServiceStays() {
        var old = Map.of("isServices", AttributeValue.fromBool(true));

        var state = new RecordItems("ledger", Records.full(), Duration.ofDays(1))
                .openState(new Terms(Budgets.USUAL, "invocation", false), Whose.UNKNOWN, true)
                .update();

        assertThat(StateItem.read(old).isServiceMade()).isTrue();
        assertThat(StateItem.read(old).othersCalled()).isFalse();
        assertThat(state.updateExpression()).contains("othersCalled = :yes").doesNotContain("isServices");
    }

    /// The sweep looks at it again then.
    @Test
    void whatWasWrittenOrToldOfAServicesEndpointWasBecauseOfAnothersCall() {
        var yes = AttributeValue.fromBool(true);
        var written = Map.of(
                "isServices",
                yes,
                "written",
                AttributeValue.fromS("digest"),
                "writtenAt",
                AttributeValue.fromS("2026-11-24T06:00:00Z"));
        var told = Map.of("isServices", yes, "heard", AttributeValue.fromSs(List.of("key")));

        assertThat(StateItem.read(written).othersCalled()).isTrue();
        assertThat(StateItem.read(told).othersCalled()).isTrue();
        var id = new EndpointId("vpce-0123456789abcdef0");
        assertThat(new StateItem("table").know(id, Set.of(), Set.of("a")).updateExpression())
                .as("also once that is forgotten")
                .contains("othersCalled = :yes");
    }

    /// Older code knows only `told`, `toldAt` and `graceUntil`, and leaves all else as it is.
    @Test
    void whatIsSaidOfADateIsNotBelievedOfAnotherThatOlderCodeTold() {
        var date = Instant.parse("2026-12-08T06:00:00Z");
        var told = new Told(
                Set.of("a"),
                Optional.of(date),
                Optional.of(new Due(date, Mode.ENFORCE).refused(new Refusal("denied", date))),
                Set.of());
        var item = new HashMap<String, AttributeValue>();
        new StateItem("ledger")
                .tell(new EndpointId("vpce-00000001"), told)
                .expressionAttributeValues()
                .forEach((name, value) -> item.put(name.substring(1), value));
        assertThat(StateItem.read(item).told()).isEqualTo(told);

        var other = date.plus(Duration.ofDays(30));
        item.put("graceUntil", AttributeValue.fromS(other.toString()));
        assertThat(StateItem.read(item).told().due()).hasValue(new Due(other, Mode.OBSERVE));

        item.remove("graceFor");
        assertThat(StateItem.read(item).told().due())
                .as("as the version before wrote it")
                .hasValue(new Due(other, Mode.ENFORCE).refused(new Refusal("denied", date)));
    }

    @ParameterizedTest
    @ValueSource(longs = {400, 3653})
    void aRecordIsKeptForAsManyDaysAsTheParameterSays(long days) {
        var record = Records.full();

        var item = new RecordItems("ledger", record, Duration.ofDays(days))
                .putRecord()
                .put()
                .item();

        assertThat(item)
                .hasEntrySatisfying(
                        "expires",
                        expires -> assertThat(Instant.ofEpochSecond(Long.parseLong(expires.n())))
                                .isEqualTo(
                                        Instant.ofEpochSecond(record.openedAt().getEpochSecond())
                                                .plus(Duration.ofDays(days))));
    }
}
