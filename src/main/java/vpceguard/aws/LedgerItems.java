package vpceguard.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import vpceguard.event.Origin;
import vpceguard.flow.Ledger.Standing;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.policy.Canonical;
import vpceguard.policy.proof.Digest;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// The items of the ledger's table and the writes that change them.
record LedgerItems(String table) {
    /// Places of the members in the transaction that opens a record.
    static final int RECORD = 0;

    static final int STATE = 1;

    private static final String NOT_OURS = "attribute_not_exists(written) OR written <> :fingerprint";

    static Map<String, AttributeValue> stateKey(EndpointId endpoint) {
        return Map.of("pk", AttributeValue.fromS(endpoint.value()), "sk", AttributeValue.fromS("state"));
    }

    static Map<String, AttributeValue> recordKey(EndpointId endpoint, String cause) {
        return Map.of("pk", AttributeValue.fromS(endpoint.value()), "sk", AttributeValue.fromS("change#" + cause));
    }

    private static Map<String, AttributeValue> markKey(RemediationRecord record) {
        return Map.of(
                "pk", AttributeValue.fromS("unfinished"),
                "sk", AttributeValue.fromS(record.endpoint().id() + "#" + record.cause()));
    }

    static Standing standing(Map<String, AttributeValue> state) {
        return new Standing(
                Optional.ofNullable(state.get("intent")).map(AttributeValue::s),
                state.containsKey("open") ? Set.copyOf(state.get("open").ss()) : Set.of());
    }

    /// The endpoint's policy becomes the intent, unless it is the one that we wrote.
    UpdateItemRequest intent(Endpoint endpoint, Origin origin) {
        var policy = endpoint.policy().orElse("");
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(stateKey(endpoint.id()))
                .updateExpression("SET intent = :intent, intentAt = :at, intentCause = :cause")
                .conditionExpression(NOT_OURS)
                .expressionAttributeValues(Map.of(
                        ":intent", AttributeValue.fromS(policy),
                        ":at", AttributeValue.fromS(origin.time().toString()),
                        ":cause", AttributeValue.fromS(origin.causeId()),
                        ":fingerprint", AttributeValue.fromS(fingerprint(policy))))
                .returnValues(ReturnValue.ALL_OLD)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    TransactWriteItem putRecord(RemediationRecord record, Instant expires) {
        var item = new HashMap<>(recordKey(record.endpoint().id(), record.cause()));
        item.put("record", AttributeValue.fromS(RecordJson.text(record)));
        item.put("expires", AttributeValue.fromN(Long.toString(expires.getEpochSecond())));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /// What is about to be written is remembered before it is, so that no redelivery takes it for somebody's intent.
    ///
    /// @param withIntent whether the policy becomes the intent; the table refuses it if the policy is ours
    TransactWriteItem openState(RemediationRecord record, boolean withIntent) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":causes", AttributeValue.fromSs(List.of(record.cause())));
        var set = new ArrayList<String>();
        record.plan()
                .tighten()
                .filter(_ -> record.outcome() instanceof Outcome.Planned)
                .ifPresent(tighten -> {
                    set.add("written = :written");
                    values.put(":written", AttributeValue.fromS(fingerprint(tighten.after())));
                });
        var policy = record.endpoint().policy().orElse("");
        if (withIntent) {
            set.add("intent = :intent, intentAt = :at, intentCause = :cause");
            values.put(":intent", AttributeValue.fromS(policy));
            values.put(":at", AttributeValue.fromS(record.origin().time().toString()));
            values.put(":cause", AttributeValue.fromS(record.cause()));
            values.put(":fingerprint", AttributeValue.fromS(fingerprint(policy)));
        }
        var update = Update.builder()
                .tableName(table)
                .key(stateKey(record.endpoint().id()))
                .updateExpression((set.isEmpty() ? "" : "SET " + String.join(", ", set) + " ") + "ADD #open :causes")
                .expressionAttributeNames(Map.of("#open", "open"))
                .expressionAttributeValues(values);
        if (withIntent) {
            update.conditionExpression(NOT_OURS);
        }
        return TransactWriteItem.builder().update(update.build()).build();
    }

    TransactWriteItem putMark(RemediationRecord record) {
        var item = new HashMap<>(markKey(record));
        item.put("endpoint", AttributeValue.fromS(record.endpoint().id().value()));
        item.put("cause", AttributeValue.fromS(record.cause()));
        item.put("openedAt", AttributeValue.fromS(record.openedAt().toString()));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    TransactWriteItem closeRecord(RemediationRecord record) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(recordKey(record.endpoint().id(), record.cause()))
                        .updateExpression("SET #record = :record, closedAt = :closed")
                        .expressionAttributeNames(Map.of("#record", "record"))
                        .expressionAttributeValues(Map.of(
                                ":record", AttributeValue.fromS(RecordJson.text(record)),
                                ":closed",
                                        AttributeValue.fromS(
                                                record.closedAt().orElseThrow().toString()))))
                .build();
    }

    TransactWriteItem closeState(RemediationRecord record) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(stateKey(record.endpoint().id()))
                        .updateExpression("DELETE #open :causes")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(Map.of(":causes", AttributeValue.fromSs(List.of(record.cause())))))
                .build();
    }

    TransactWriteItem deleteMark(RemediationRecord record) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(markKey(record)))
                .build();
    }

    private static String fingerprint(String policy) {
        return Digest.of(Canonical.fingerprint(policy));
    }
}
