package vpceguard.aws.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import vpceguard.flow.Ledger;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Standing;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.RemediationRecord;

/// The writes that open, conclude and close one record.
///
/// @param kept how long the record is kept
record RecordItems(String table, RemediationRecord record, Duration kept) {
    private static final String LEASED = "lease = :lease, leaseUntil = :until";
    private static final String FREE = "(attribute_not_exists(leaseUntil) OR leaseUntil < :now OR lease = :lease)";
    /// How long a request's event may take, with room to spare.
    private static final Duration REQUESTS_KEPT = Duration.ofDays(7);

    private boolean isPlanned() {
        return record.outcome() instanceof Outcome.Planned;
    }

    TransactWriteItem putRecord() {
        var item = new HashMap<>(LedgerKeys.record(record.endpoint().id(), record.cause()));
        item.put("record", Attributes.text(RecordJson.text(record)));
        item.put("expires", Attributes.seconds(record.openedAt().plus(kept)));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /// What is about to be written is remembered before it is, so that no redelivery takes it for somebody's intent.
    ///
    /// @param whose the policy that is written over
    /// @param isLatest whether it becomes the last sight of the endpoint; refused by the table if it is not
    TransactWriteItem openState(Terms terms, Whose whose, boolean isLatest) {
        var set = new ArrayList<String>();
        var only = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        var before = record.plan().policy().filter(_ -> isPlanned()).map(PolicyChange::before);
        values.put(":now", Attributes.number(record.openedAt().toEpochMilli()));
        values.put(":causes", Attributes.texts(List.of(record.cause())));
        set.add(StateItem.OTHERS_CALLED + " = :yes");
        values.put(":yes", AttributeValue.fromBool(true));
        if (isLatest) {
            only.add(StateItem.LATEST);
            set.addAll(List.of("#network = :network", "seenAt = :now"));
            values.put(":network", StateItem.network(record.endpoint().network()));
            if (terms.isBaseline()) {
                set.add("baseline = :network");
            }
        }
        if (isLatest || before.isPresent()) {
            // A policy of ours that we write over must not look like somebody's once it is no longer the last that we
            // wrote.
            set.add(whose == Whose.OURS ? "policy = if_not_exists(stoodBefore, :policy)" : "policy = :policy");
            values.put(":policy", Attributes.text(before.orElseGet(this::shown)));
        }
        if (isPlanned() || terms.waits()) {
            only.add(FREE);
            values.put(":lease", Attributes.text(lease(terms.invocation())));
        }
        if (isPlanned()) {
            set.add(LEASED);
            values.putAll(leased(terms.invocation(), record.openedAt()));
            record.plan().policy().ifPresent(change -> written(change, record.openedAt(), whose, set, only, values));
        }
        var keys = record.keys().stream().sorted().toList();
        if (!keys.isEmpty()) {
            set.add("heard = :keys, heardFrom = :cause");
            values.put(":cause", Attributes.text(record.cause()));
            values.put(":keys", Attributes.texts(keys));
            if (!isPlanned()) {
                only.add(unheardOf(keys.size()));
                IntStream.range(0, keys.size()).forEach(i -> values.put(":k" + i, Attributes.text(keys.get(i))));
            }
        }
        // What is repaired is told when it comes again.
        var update = state(
                "SET " + String.join(", ", set) + " ADD #open :causes REMOVE unheard, expires"
                        + (isPlanned() && keys.isEmpty() ? ", heard, heardFrom" : "")
                        + (isPlanned() && record.plan().policy().isPresent() ? ", doneAt, heldBack" : ""),
                values);
        return refusedUnless(only, update);
    }

    private String shown() {
        return record.endpoint().policy().orElse("");
    }

    /// Whether another look came later.
    boolean isLookedAtSince(Map<String, AttributeValue> state) {
        return StateItem.seenAt(state).isAfter(record.openedAt());
    }

    /// Whether it saw another policy than the one that is about to be written over.
    boolean isSeenSince(Map<String, AttributeValue> state) {
        return record.plan().policy().isPresent()
                && isLookedAtSince(state)
                && !Attributes.text(state, "policy").equals(Optional.of(shown()));
    }

    private void written(
            PolicyChange change,
            Instant seenAt,
            Whose whose,
            List<String> set,
            List<String> only,
            Map<String, AttributeValue> values) {
        set.add("written = :written, writtenBy = :cause, writtenAt = :at");
        // Nobody else's event would tell of a policy that is written over after its own was dealt with.
        only.add("(attribute_not_exists(seenAt) OR seenAt <= :now OR policy = :shown)");
        values.put(":shown", Attributes.text(shown()));
        values.put(":cause", Attributes.text(record.cause()));
        values.put(":written", Attributes.text(Standing.fingerprint(change.after())));
        values.put(":at", Attributes.text(record.goesOver(seenAt).toString()));
        if (whose != Whose.OURS) {
            set.add("stoodBefore = :policy");
            values.put(":policy", Attributes.text(change.before()));
            only.add("(attribute_not_exists(written) OR (written <> :fingerprint AND NOT writtenBy = :cause))");
            values.put(":fingerprint", Attributes.text(Standing.fingerprint(change.before())));
        }
        if (whose == Whose.UNKNOWN) {
            only.add("(attribute_not_exists(written) OR written <> :earlier)");
            values.put(":earlier", Attributes.text(Standing.earlierFingerprint(change.before())));
        }
    }

    /// Whose the policy is, by the state that refused what may be ours: that is what we wrote last, and what this very
    /// record was already opened over.
    Whose whose(Map<String, AttributeValue> state) {
        var standing = StateItem.read(state);
        boolean isOurs = record.plan()
                        .policy()
                        .map(PolicyChange::before)
                        .filter(standing::isOurs)
                        .isPresent()
                || standing.written()
                        .filter(written -> written.cause().equals(record.cause()))
                        .isPresent();
        return isOurs ? Whose.OURS : Whose.SOMEBODYS;
    }

    private static String unheardOf(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i -> "contains(heard, :k" + i + ")")
                .collect(Collectors.joining(" AND ", "NOT (", ")"));
    }

    /// The lease of this record's cause in an invocation: a second delivery of the same cause is another's.
    String lease(String invocation) {
        return record.cause() + "@" + invocation;
    }

    private Map<String, AttributeValue> leased(String invocation, Instant now) {
        return Map.of(
                ":lease", Attributes.text(lease(invocation)),
                ":now", Attributes.number(now.toEpochMilli()),
                ":until", Attributes.number(now.plus(Ledger.LEASE).toEpochMilli()));
    }

    /// Takes the lease again; refused by the table if it is another's.
    UpdateItemRequest takeLease(String invocation, Instant now) {
        return takeLease("SET " + LEASED, FREE, leased(invocation, now));
    }

    /// The same before the record's policy is written, which is remembered as when a record is opened.
    ///
    /// @param whose the policy that is written over
    UpdateItemRequest takeLeaseToWrite(String invocation, Instant seenAt, Whose whose) {
        var set = new ArrayList<>(List.of(LEASED));
        var only = new ArrayList<>(List.of(FREE));
        var values = new HashMap<>(leased(invocation, seenAt));
        written(record.plan().policy().orElseThrow(), seenAt, whose, set, only, values);
        if (whose == Whose.OURS) {
            set.add("policy = if_not_exists(stoodBefore, policy)");
        }
        return takeLease("SET " + String.join(", ", set) + " REMOVE doneAt", String.join(" AND ", only), values);
    }

    /// Whoever takes a record up may have read it long ago, and others have closed it meanwhile.
    private UpdateItemRequest takeLease(String update, String condition, Map<String, AttributeValue> values) {
        var all = new HashMap<>(values);
        all.put(":cause", Attributes.text(record.cause()));
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(LedgerKeys.state(record.endpoint().id()))
                .updateExpression(update)
                .conditionExpression("contains(#open, :cause) AND " + condition)
                .expressionAttributeNames(Map.of("#open", "open"))
                .expressionAttributeValues(all)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    TransactWriteItem putMark() {
        var item = new HashMap<>(LedgerKeys.mark(record));
        item.put("endpoint", Attributes.text(record.endpoint().id().value()));
        item.put("cause", Attributes.text(record.cause()));
        item.put("openedAt", Attributes.text(record.openedAt().toString()));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    /// Refused if a notice about the endpoint was announced a moment ago.
    TransactWriteItem announce() {
        var now = record.openedAt();
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(LedgerKeys.quiet(record.endpoint().id()))
                        .updateExpression("SET #at = :now, expires = :expires")
                        .conditionExpression("attribute_not_exists(#at) OR #at < :since")
                        .expressionAttributeNames(Map.of("#at", "at"))
                        .expressionAttributeValues(Map.of(
                                ":now", Attributes.number(now.toEpochMilli()),
                                ":since",
                                        Attributes.number(
                                                now.minus(Ledger.QUIET).toEpochMilli()),
                                ":expires", Attributes.seconds(now.plus(Duration.ofDays(1))))))
                .build();
    }

    /// Stores the outcome; with `told` the record is closed.
    TransactWriteItem keepRecord(boolean told) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":record", Attributes.text(RecordJson.text(record)));
        if (told) {
            values.put(
                    ":closed",
                    Attributes.text(record.closedAt().orElse(record.openedAt()).toString()));
        }
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(LedgerKeys.record(record.endpoint().id(), record.cause()))
                        .updateExpression("SET #record = :record" + (told ? ", closedAt = :closed" : ""))
                        .expressionAttributeNames(Map.of("#record", "record"))
                        .expressionAttributeValues(values))
                .build();
    }

    /// The endpoint as it was seen while the record had the lease.
    ///
    /// @param at when the look was
    record LastLook(NetworkSettings network, Instant at) {}

    /// How it was seen last as far as the record knows; empty if it had no lease.
    Optional<LastLook> lastLook() {
        return Optional.of(new LastLook(record.endpoint().network(), record.openedAt()))
                .filter(_ -> record.hadLease());
    }

    /// The same by the state that refused the record's end; empty if the lease is not the record's any more.
    Optional<LastLook> lastLook(Map<String, AttributeValue> state) {
        var standing = StateItem.read(state);
        return standing.lease()
                .filter(lease -> lease.cause().equals(record.cause()))
                .flatMap(_ -> standing.network())
                .map(network -> new LastLook(network, standing.seenAt()));
    }

    /// Ends the lease too, and with it the write; refused by the table if it is not the record's any more, since
    /// others may have written after it, or if another look came later.
    ///
    /// @param last the look whose settings what was put back goes into; empty if the lease is another's
    TransactWriteItem closeState(boolean told, Optional<LastLook> last) {
        var values = new HashMap<String, AttributeValue>();
        var made = record.made();
        var set = new ArrayList<String>();
        var only = new ArrayList<String>();
        last.ifPresent(look -> {
            only.add("begins_with(lease, :lease)");
            values.put(":lease", Attributes.text(lease("")));
            if (made.revert().isPresent()) {
                set.add("#network = :network");
                values.put(
                        ":network",
                        StateItem.network(made.appliedTo(record.endpoint().withNetwork(look.network()))
                                .network()));
                only.add(StateItem.LATEST);
                values.put(":now", Attributes.number(look.at().toEpochMilli()));
            }
            if (record.plan().policy().isPresent()) {
                // Another's may be over for long: this record may have written nothing.
                set.add("doneAt = if_not_exists(doneAt, :done)");
                values.put(
                        ":done",
                        Attributes.text(
                                record.closedAt().orElse(record.openedAt()).toString()));
            }
        });
        if (told) {
            values.put(":causes", Attributes.texts(List.of(record.cause())));
        }
        var left = told ? record.controlsLeft() : Set.<String>of();
        if (!left.isEmpty()) {
            values.put(":left", Attributes.texts(left));
        }
        var update = state(
                (set.isEmpty() ? "" : "SET " + String.join(", ", set) + " ")
                        + (last.isPresent() ? "REMOVE lease, leaseUntil " : "")
                        + (left.isEmpty() ? "" : "ADD copied :left ")
                        + (told ? "DELETE #open :causes" : ""),
                values);
        return refusedUnless(only, update);
    }

    /// The record is left to the next digest; refused by the table if many are.
    TransactWriteItem leaveState() {
        var values = Map.of(
                ":causes", Attributes.texts(List.of(record.cause())), ":most", Attributes.number(Ledger.MOST_LEFT));
        return TransactWriteItem.builder()
                .update(state("ADD untold :causes DELETE #open :causes", values)
                        .conditionExpression("attribute_not_exists(untold) OR size(untold) < :most")
                        .build())
                .build();
    }

    TransactWriteItem deleteMark() {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(LedgerKeys.mark(record)))
                .build();
    }

    /// The requests that were made, by which their own events are known; if all were lost, the endpoint's id.
    List<TransactWriteItem> putRequests() {
        if (!record.mayHaveChanged()) {
            return List.of();
        }
        var ids = record.requests().isEmpty() ? List.of(record.endpoint().id().value()) : record.requests();
        return ids.stream().map(this::putRequest).toList();
    }

    private TransactWriteItem putRequest(String id) {
        var item = new HashMap<>(LedgerKeys.request(id));
        item.put("endpoint", Attributes.text(record.endpoint().id().value()));
        item.put("cause", Attributes.text(record.cause()));
        item.put("expires", Attributes.seconds(record.openedAt().plus(REQUESTS_KEPT)));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    private static TransactWriteItem refusedUnless(List<String> conditions, Update.Builder update) {
        if (!conditions.isEmpty()) {
            update.conditionExpression(String.join(" AND ", conditions))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        }
        return TransactWriteItem.builder().update(update.build()).build();
    }

    private Update.Builder state(String expression, Map<String, AttributeValue> values) {
        var names = new HashMap<String, String>();
        if (expression.contains("#open")) {
            names.put("#open", "open");
        }
        if (expression.contains("#network")) {
            names.put("#network", "network");
        }
        var update = Update.builder()
                .tableName(table)
                .key(LedgerKeys.state(record.endpoint().id()))
                .updateExpression(expression)
                .expressionAttributeValues(values);
        return names.isEmpty() ? update : update.expressionAttributeNames(names);
    }
}
