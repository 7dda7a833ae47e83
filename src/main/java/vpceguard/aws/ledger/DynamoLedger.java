package vpceguard.aws.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import vpceguard.aws.Pages;
import vpceguard.aws.ledger.RecordItems.LastLook;
import vpceguard.flow.Claim;
import vpceguard.flow.Confirmation;
import vpceguard.flow.Hold;
import vpceguard.flow.Ledger;
import vpceguard.flow.Standing;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.SweepState;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// The ledger in one DynamoDB table (`docs/ledger.md`).
public final class DynamoLedger implements Ledger {
    private static final Duration NEWS_KEPT = Duration.ofDays(2);

    private final DynamoDbClient dynamo;
    private final String table;
    private final Clock clock;
    private final Duration kept;
    private final StateItem states;

    /// @param kept how long records are kept, and what is known of an endpoint after it is gone
    public DynamoLedger(DynamoDbClient dynamo, String table, Clock clock, Duration kept) {
        this.kept = kept;
        this.dynamo = dynamo;
        this.table = table;
        this.clock = clock;
        this.states = new StateItem(table);
    }

    @Override
    public Standing note(Endpoint endpoint, boolean isBaseline, Instant seenAt, Claim claim) {
        try {
            return StateItem.read(dynamo.updateItem(states.note(endpoint, isBaseline, seenAt, claim))
                    .attributes());
        } catch (ConditionalCheckFailedException later) {
            return StateItem.read(later.item());
        }
    }

    @Override
    public Standing standing(EndpointId endpoint) {
        return StateItem.read(item(LedgerKeys.state(endpoint)));
    }

    @Override
    public Map<EndpointId, Standing> standings() {
        var standings = new HashMap<EndpointId, Standing>();
        query(LedgerKeys.STATES)
                .forEach(item -> standings.put(new EndpointId(Attributes.needed(item, "sk")), StateItem.read(item)));
        return standings;
    }

    @Override
    public void tell(EndpointId endpoint, Told told) {
        dynamo.updateItem(states.tell(endpoint, told));
    }

    @Override
    public void holdBack(EndpointId endpoint, boolean isHeldBack) {
        dynamo.updateItem(states.holdBack(endpoint, isHeldBack));
    }

    @Override
    public void know(EndpointId endpoint, Set<String> keys, Set<String> over) {
        dynamo.updateItem(states.know(endpoint, keys, over));
    }

    @Override
    public void unheard(EndpointId endpoint, String digest) {
        dynamo.updateItem(states.unheard(endpoint, digest));
    }

    @Override
    public void gone(EndpointId endpoint) {
        dynamo.updateItem(states.gone(endpoint, clock.instant().plus(kept)));
    }

    @Override
    public void back(EndpointId endpoint) {
        dynamo.updateItem(states.back(endpoint));
    }

    @Override
    public Opening open(RemediationRecord record, Terms terms) {
        return new Opener(dynamo, new RecordItems(table, record, kept), record, terms).open();
    }

    @Override
    public boolean lease(RemediationRecord record, String invocation, Instant seenAt, boolean writesPolicy) {
        var items = new RecordItems(table, record, kept);
        if (!writesPolicy) {
            return isTaken(items.takeLease(invocation, seenAt));
        }
        try {
            dynamo.updateItem(items.takeLeaseToWrite(invocation, seenAt, Whose.UNKNOWN));
            return true;
        } catch (ConditionalCheckFailedException refused) {
            return isTaken(items.takeLeaseToWrite(invocation, seenAt, items.whose(refused.item())));
        }
    }

    private boolean isTaken(UpdateItemRequest lease) {
        try {
            dynamo.updateItem(lease);
            return true;
        } catch (ConditionalCheckFailedException _) {
            return false;
        }
    }

    @Override
    public void conclude(RemediationRecord record) {
        end(record, false);
    }

    @Override
    public void close(RemediationRecord record) {
        end(record, true);
    }

    @Override
    public boolean leave(RemediationRecord record) {
        var items = new RecordItems(table, record, kept);
        try {
            transact(List.of(items.keepRecord(true), items.leaveState(), items.deleteMark()));
            return true;
        } catch (TransactionCanceledException e) {
            if (isRefused(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void digested(EndpointId endpoint, Set<String> causes) {
        dynamo.updateItem(states.digested(endpoint, causes));
    }

    private static boolean isRefused(TransactionCanceledException e) {
        return e.cancellationReasons().stream().anyMatch(reason -> Opener.FAILED.equals(reason.code()));
    }

    private void end(RemediationRecord record, boolean told) {
        var items = new RecordItems(table, record, kept);
        end(items, told, items.lastLook());
    }

    private void end(RecordItems items, boolean told, Optional<LastLook> last) {
        var members = new ArrayList<>(List.of(items.keepRecord(told)));
        if (told || last.isPresent()) {
            members.add(items.closeState(told, last));
        }
        if (told) {
            members.add(items.deleteMark());
        }
        members.addAll(items.putRequests());
        try {
            transact(members);
        } catch (TransactionCanceledException e) {
            if (last.isEmpty() || !isRefused(e)) {
                throw e;
            }
            end(items, told, items.lastLook(e.cancellationReasons().get(1).item()));
        }
    }

    @Override
    public Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause) {
        var item = item(LedgerKeys.record(endpoint, cause));
        return item.containsKey("record") && !item.containsKey("closedAt")
                ? Optional.of(RecordJson.read(Attributes.needed(item, "record")))
                : Optional.empty();
    }

    @Override
    public Stream<RemediationRecord> unfinished(Instant openedBefore) {
        return query(LedgerKeys.UNFINISHED)
                .filter(mark ->
                        Instant.parse(Attributes.needed(mark, "openedAt")).isBefore(openedBefore))
                .flatMap(
                        mark -> unfinished(
                                new EndpointId(Attributes.needed(mark, "endpoint")), Attributes.needed(mark, "cause"))
                                .stream());
    }

    @Override
    public Optional<RemediationRecord> record(EndpointId endpoint, String cause) {
        return Attributes.text(item(LedgerKeys.record(endpoint, cause)), "record")
                .map(RecordJson::read);
    }

    @Override
    public List<Hold> holds() {
        return query(LedgerKeys.HOLDS).map(HoldItem::read).toList();
    }

    @Override
    public Optional<Hold> hold(EndpointId endpoint) {
        return Optional.of(item(LedgerKeys.hold(endpoint)))
                .filter(item -> !item.isEmpty())
                .map(HoldItem::read);
    }

    @Override
    public void release(Hold hold, Optional<Hold> left) {
        try {
            left.ifPresentOrElse(
                    rest -> dynamo.putItem(HoldItem.release(table, hold, rest)),
                    () -> dynamo.deleteItem(HoldItem.release(table, hold)));
        } catch (ConditionalCheckFailedException _) {
            // Another hold took its place, and is in force.
        }
    }

    @Override
    public Optional<Confirmation> confirmation() {
        return ConfirmationItem.read(item(LedgerKeys.organization()));
    }

    @Override
    public void keep(Optional<Confirmation> confirmation) {
        confirmation.ifPresentOrElse(
                confirmed ->
                        dynamo.putItem(request -> request.tableName(table).item(ConfirmationItem.write(confirmed))),
                () -> dynamo.deleteItem(request -> request.tableName(table).key(LedgerKeys.organization())));
    }

    @Override
    public boolean isOwnRequest(String requestId) {
        return !item(LedgerKeys.request(requestId)).isEmpty();
    }

    @Override
    public boolean isMarked(String what, Instant now) {
        return !item(news(what, now)).isEmpty();
    }

    private static Map<String, AttributeValue> news(String what, Instant now) {
        return LedgerKeys.news(what, LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
    }

    @Override
    public boolean mark(String what, Instant now) {
        var item = new HashMap<>(news(what, now));
        item.put("expires", Attributes.seconds(now.plus(NEWS_KEPT)));
        try {
            dynamo.putItem(
                    request -> request.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException _) {
            return false;
        }
    }

    @Override
    public Optional<SweepState> sweepState() {
        var item = item(LedgerKeys.sweep());
        return item.isEmpty() ? Optional.empty() : Optional.of(SweepItem.read(item));
    }

    @Override
    public void keep(SweepState state) {
        dynamo.putItem(request -> request.tableName(table).item(SweepItem.write(state)));
    }

    private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
        return dynamo.getItem(request -> request.tableName(table).key(key).consistentRead(true))
                .item();
    }

    private Stream<Map<String, AttributeValue>> query(String partition) {
        return Pages.<Map<String, AttributeValue>, QueryResponse, Map<String, AttributeValue>>of(
                key -> dynamo.query(request -> {
                    request.tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("pk = :partition")
                            .expressionAttributeValues(Map.of(":partition", Attributes.text(partition)));
                    key.ifPresent(request::exclusiveStartKey);
                }),
                page -> Optional.of(page.lastEvaluatedKey()).filter(key -> !key.isEmpty()),
                page -> page.items());
    }

    private void transact(List<TransactWriteItem> members) {
        dynamo.transactWriteItems(request -> request.transactItems(members));
    }
}
