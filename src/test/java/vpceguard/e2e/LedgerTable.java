package vpceguard.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A stack's table as its administrator sees it.
record LedgerTable(DynamoDbClient client, String name) {
    static LedgerTable of(Deployed stack) {
        return new LedgerTable(stack.aws.client(DynamoDbClient.builder()), stack.aws.output("LedgerTable"));
    }

    List<Map<String, AttributeValue>> items(String partition) {
        return client
                .queryPaginator(request -> request.tableName(name)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", text(partition))))
                .items()
                .stream()
                .toList();
    }

    void set(Map<String, AttributeValue> key, String attribute, String value) {
        client.updateItem(request -> request.tableName(name)
                .key(key)
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", attribute))
                .expressionAttributeValues(Map.of(":value", text(value))));
    }

    /// The endpoint, once its network settings are the baseline: not before a second look has read whom its groups let
    /// in.
    String withBaseline(String endpoint) {
        return Deployed.await(
                "baseline of " + endpoint,
                () -> Optional.of(endpoint)
                        .filter(_ -> client.getItem(
                                        request -> request.tableName(name).key(key("state", endpoint)))
                                .item()
                                .containsKey("baseline")));
    }

    /// Moves what is unfinished back in time, until a sweep takes it for abandoned; returns how many that is.
    int abandonAll() {
        var marks = items("unfinished");
        marks.forEach(this::makeOlder);
        return marks.size();
    }

    private void makeOlder(Map<String, AttributeValue> mark) {
        var before = value(mark, "openedAt");
        var then = Instant.parse(before).minus(Duration.ofMinutes(20)).toString();
        var key = key(value(mark, "endpoint"), "change#" + value(mark, "cause"));
        var record = value(
                client.getItem(request -> request.tableName(name).key(key)).item(), "record");
        if (!record.contains(before)) {
            throw new IllegalStateException("the record does not say when it was opened: " + record);
        }
        set(key, "record", record.replace(before, then));
        set(keyOf(mark), "openedAt", then);
        var state = key("state", value(mark, "endpoint"));
        client.updateItem(request -> request.tableName(name).key(state).updateExpression("REMOVE lease, leaseUntil"));
    }

    static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of("pk", text(partition), "sk", text(sort));
    }

    static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return key(value(item, "pk"), value(item, "sk"));
    }

    private static String value(Map<String, AttributeValue> item, String attribute) {
        return Optional.ofNullable(item.get(attribute)).orElseThrow().s();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
