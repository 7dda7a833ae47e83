package vpceguard.aws.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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
        var item = dynamo.getItem(request ->
                        request.tableName(table).key(LedgerKeys.perimeter(name)).consistentRead(true))
                .item();
        return Attributes.text(item, "text")
                .map(text -> new Document(
                        text, Attributes.needed(item, "version"), Instant.parse(Attributes.needed(item, "seen"))));
    }

    private void put(String name, Document document) {
        var item = new HashMap<>(LedgerKeys.perimeter(name));
        item.put("text", Attributes.text(document.text()));
        item.put("version", Attributes.text(document.version()));
        item.put("seen", Attributes.text(document.seen().toString()));
        dynamo.putItem(request -> request.tableName(table).item(item));
    }
}
