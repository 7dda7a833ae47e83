package vpceguard.aws.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.flow.PerimeterShelf;

/// Good perimeter documents in the ledger's table (`docs/ledger.md`).
public final class DynamoPerimeterShelf implements PerimeterShelf {
    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoPerimeterShelf(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
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

    private Optional<Document> document(String name) {
        var item = dynamo.getItem(
                        request -> request.tableName(table).key(key(name)).consistentRead(true))
                .item();
        return item.containsKey("text")
                ? Optional.of(new Document(
                        Attributes.needed(item, "text"),
                        Attributes.needed(item, "version"),
                        Instant.parse(Attributes.needed(item, "seen"))))
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
}
