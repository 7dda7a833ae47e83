package vpceguard.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import vpceguard.event.Origin;
import vpceguard.flow.Ledger;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// The ledger in one DynamoDB table, with three kinds of items (`docs/ledger.md`):
///
/// | pk | sk | holds |
/// |---|---|---|
/// | endpoint id | `state` | intent, what was last written, causes of unfinished records |
/// | endpoint id | `change#` and the cause | the record |
/// | `unfinished` | endpoint id and cause | a mark as long as the record is not closed |
public final class DynamoLedger implements Ledger {
    private static final Duration KEPT = Duration.ofDays(400);
    private static final String FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient dynamo;
    private final String table;
    private final Clock clock;
    private final LedgerItems items;

    public DynamoLedger(DynamoDbClient dynamo, String table, Clock clock) {
        this.dynamo = dynamo;
        this.table = table;
        this.clock = clock;
        this.items = new LedgerItems(table);
    }

    @Override
    public Standing note(Endpoint endpoint, Origin origin) {
        try {
            var old = dynamo.updateItem(items.intent(endpoint, origin)).attributes();
            return LedgerItems.standing(old);
        } catch (ConditionalCheckFailedException e) {
            return LedgerItems.standing(e.item());
        }
    }

    @Override
    public Standing standing(EndpointId endpoint) {
        return LedgerItems.standing(dynamo.getItem(request -> request.tableName(table)
                        .key(LedgerItems.stateKey(endpoint))
                        .consistentRead(true))
                .item());
    }

    @Override
    public Opening open(RemediationRecord record) {
        try {
            return open(record, true);
        } catch (TransactionCanceledException e) {
            var reasons = e.cancellationReasons();
            if (failed(reasons, LedgerItems.RECORD)) {
                return opened(reasons.get(LedgerItems.RECORD).item());
            }
            if (failed(reasons, LedgerItems.STATE)) {
                return open(record, false);
            }
            throw e;
        }
    }

    /// @param withIntent whether the policy becomes the intent; refused by the table if it is what we wrote last
    private Opening open(RemediationRecord record, boolean withIntent) {
        var expires = clock.instant().plus(KEPT);
        transact(List.of(items.putRecord(record, expires), items.openState(record, withIntent), items.putMark(record)));
        return new Opening.Opened();
    }

    @Override
    public void close(RemediationRecord record) {
        transact(List.of(items.closeRecord(record), items.closeState(record), items.deleteMark(record)));
    }

    @Override
    public Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause) {
        var item = dynamo.getItem(request -> request.tableName(table)
                        .key(LedgerItems.recordKey(endpoint, cause))
                        .consistentRead(true))
                .item();
        return item.containsKey("record") && !item.containsKey("closedAt")
                ? Optional.of(RecordJson.read(text(item, "record")))
                : Optional.empty();
    }

    @Override
    public Stream<RemediationRecord> unfinished(Instant openedBefore) {
        return dynamo
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :unfinished")
                        .expressionAttributeValues(Map.of(":unfinished", AttributeValue.fromS("unfinished"))))
                .items()
                .stream()
                .filter(mark -> Instant.parse(text(mark, "openedAt")).isBefore(openedBefore))
                .flatMap(mark -> unfinished(new EndpointId(text(mark, "endpoint")), text(mark, "cause")).stream());
    }

    private static Opening opened(Map<String, AttributeValue> item) {
        return item.containsKey("closedAt")
                ? new Opening.Closed()
                : new Opening.Unfinished(RecordJson.read(text(item, "record")));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .map(AttributeValue::s)
                .orElseThrow(() -> new IllegalStateException("ledger item without " + name));
    }

    private static boolean failed(List<CancellationReason> reasons, int member) {
        return reasons.size() > member && FAILED.equals(reasons.get(member).code());
    }

    private void transact(List<TransactWriteItem> members) {
        dynamo.transactWriteItems(request -> request.transactItems(members));
    }
}
