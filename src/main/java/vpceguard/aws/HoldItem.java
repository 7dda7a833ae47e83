package vpceguard.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import vpceguard.flow.Hold;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RemediationRecord;

/// The item that says that a person undid something on an endpoint.
final class HoldItem {
    private HoldItem() {}

    static Hold read(Map<String, AttributeValue> item) {
        return new Hold(
                new EndpointId(Attributes.needed(item, "sk")),
                Attributes.needed(item, "cause"),
                Instant.parse(Attributes.needed(item, "until")),
                Attributes.text(item, "policy"),
                Attributes.needed(item, "network").equals("yes"),
                Attributes.needed(item, "who"));
    }

    static TransactWriteItem put(String table, Hold hold) {
        var item = new HashMap<>(LedgerKeys.hold(hold.endpoint()));
        item.put("cause", Attributes.text(hold.cause()));
        item.put("until", Attributes.text(hold.until().toString()));
        item.put("untilMillis", Attributes.number(hold.until().toEpochMilli()));
        item.put("network", Attributes.text(hold.network() ? "yes" : "no"));
        item.put("who", Attributes.text(hold.who()));
        hold.policy().ifPresent(fingerprint -> item.put("policy", Attributes.text(fingerprint)));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    /// Refused by the table while a hold is in force that the record does not know of.
    static TransactWriteItem none(String table, RemediationRecord record, Optional<Hold> known) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":now", Attributes.number(record.openedAt().toEpochMilli()));
        known.ifPresent(hold -> values.put(":known", Attributes.text(hold.cause())));
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(LedgerKeys.hold(record.endpoint().id()))
                        .conditionExpression("attribute_not_exists(untilMillis) OR untilMillis <= :now"
                                + (known.isPresent() ? " OR cause = :known" : ""))
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    static DeleteItemRequest release(String table, Hold hold) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(LedgerKeys.hold(hold.endpoint()))
                .conditionExpression("cause = :cause")
                .expressionAttributeValues(Map.of(":cause", Attributes.text(hold.cause())))
                .build();
    }
}
