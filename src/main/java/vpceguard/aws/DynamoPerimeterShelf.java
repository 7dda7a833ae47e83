package vpceguard.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import vpceguard.flow.PerimeterShelf;
import vpceguard.policy.proof.Digest;

/// Good perimeter documents in the ledger's table (`docs/ledger.md`).
public final class DynamoPerimeterShelf implements PerimeterShelf {
    private static final Duration KEPT = Duration.ofDays(2);

    private final DynamoDbClient dynamo;
    private final String table;
    private final Clock clock;

    public DynamoPerimeterShelf(DynamoDbClient dynamo, String table, Clock clock) {
        this.dynamo = dynamo;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Kept kept() {
        return new Kept(document("latest"), document("applied"));
    }

    @Override
    public void keepLatest(Document document) {
        put("latest", document);
    }

    @Override
    public void keepApplied(Document document) {
        put("applied", document);
    }

    @Override
    public boolean isNews(String fault, String day) {
        var item = new HashMap<>(key("fault#" + day + "#" + Digest.of(fault).substring(0, 16)));
        item.put(
                "expires",
                AttributeValue.fromN(Long.toString(clock.instant().plus(KEPT).getEpochSecond())));
        try {
            dynamo.putItem(
                    request -> request.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException _) {
            return false;
        }
    }

    private Optional<Document> document(String name) {
        var item = dynamo.getItem(
                        request -> request.tableName(table).key(key(name)).consistentRead(true))
                .item();
        return item.containsKey("text")
                ? Optional.of(
                        new Document(text(item, "text"), text(item, "version"), Instant.parse(text(item, "seen"))))
                : Optional.empty();
    }

    private void put(String name, Document document) {
        var item = new HashMap<>(key(name));
        item.put("text", AttributeValue.fromS(document.text()));
        item.put("version", AttributeValue.fromS(document.version()));
        item.put("seen", AttributeValue.fromS(document.seen().toString()));
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> key(String name) {
        return Map.of("pk", AttributeValue.fromS("perimeter"), "sk", AttributeValue.fromS(name));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .map(AttributeValue::s)
                .orElseThrow(() -> new IllegalStateException("ledger item without " + name));
    }
}
