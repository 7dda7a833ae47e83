package vpceguard.aws.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import vpceguard.flow.Hold;
import vpceguard.flow.Hold.Left;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RemediationRecord;

/// The item that says what people undid on an endpoint.
final class HoldItem {
    private static final String POLICY = "policy";
    private static final String NETWORK = "network";
    private static final String KNOWN = " OR cause = :known";

    private HoldItem() {}

    static Hold read(Map<String, AttributeValue> item) {
        return new Hold(
                new EndpointId(Attributes.needed(item, "sk")),
                Attributes.needed(item, "cause"),
                left(item, POLICY),
                IntStream.iterate(0, i -> i + 1)
                        .mapToObj(i -> left(item, network(i)))
                        .takeWhile(Optional::isPresent)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static String network(int number) {
        return NETWORK + (number == 0 ? "" : number);
    }

    private static Optional<Left> left(Map<String, AttributeValue> item, String name) {
        return Attributes.text(item, name)
                .map(what -> new Left(
                        what,
                        Attributes.needed(item, name + "Cause"),
                        Instant.parse(Attributes.needed(item, name + "Until")),
                        Attributes.needed(item, name + "Who")));
    }

    private static Map<String, AttributeValue> write(Hold hold) {
        var item = new HashMap<>(LedgerKeys.hold(hold.endpoint()));
        item.put("cause", Attributes.text(hold.cause()));
        item.put("untilMillis", Attributes.number(hold.end().toEpochMilli()));
        hold.policy().ifPresent(left -> write(item, POLICY, left));
        for (int i = 0; i < hold.network().size(); i++) {
            write(item, network(i), hold.network().get(i));
        }
        return item;
    }

    private static void write(Map<String, AttributeValue> item, String name, Left left) {
        item.put(name, Attributes.text(left.what()));
        item.put(name + "Cause", Attributes.text(left.cause()));
        item.put(name + "Until", Attributes.text(left.until().toString()));
        item.put(name + "Who", Attributes.text(left.who()));
    }

    /// Refused by the table while there is a hold that this one was not made from, also one that is over: what it held
    /// was not judged again yet.
    static TransactWriteItem put(String table, Hold hold, Optional<Hold> known) {
        return TransactWriteItem.builder()
                .put(put -> {
                    put.tableName(table)
                            .item(write(hold))
                            .conditionExpression("attribute_not_exists(untilMillis)" + (known.isPresent() ? KNOWN : ""))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                    known.ifPresent(earlier ->
                            put.expressionAttributeValues(Map.of(":known", Attributes.text(earlier.cause()))));
                })
                .build();
    }

    /// Refused by the table while a hold is in force that the record does not know of.
    static TransactWriteItem none(String table, RemediationRecord record, Optional<Hold> known) {
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(LedgerKeys.hold(record.endpoint().id()))
                        .conditionExpression(condition(known))
                        .expressionAttributeValues(values(record, known))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    private static String condition(Optional<Hold> known) {
        return "attribute_not_exists(untilMillis) OR untilMillis <= :now" + (known.isPresent() ? KNOWN : "");
    }

    private static Map<String, AttributeValue> values(RemediationRecord record, Optional<Hold> known) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":now", Attributes.number(record.openedAt().toEpochMilli()));
        known.ifPresent(hold -> values.put(":known", Attributes.text(hold.cause())));
        return values;
    }

    static DeleteItemRequest release(String table, Hold hold) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(LedgerKeys.hold(hold.endpoint()))
                .conditionExpression("cause = :cause")
                .expressionAttributeValues(Map.of(":cause", Attributes.text(hold.cause())))
                .build();
    }

    static PutItemRequest release(String table, Hold hold, Hold rest) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(write(rest))
                .conditionExpression("cause = :cause")
                .expressionAttributeValues(Map.of(":cause", Attributes.text(hold.cause())))
                .build();
    }
}
