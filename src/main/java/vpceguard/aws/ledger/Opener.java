package vpceguard.aws.ledger;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import vpceguard.flow.Hold;
import vpceguard.flow.Ledger.Budget;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// Opens a record in one DynamoDB transaction and, if that is refused, reads from the answer what stood in
/// the way.
final class Opener {
    /// DynamoDB's word for a condition that did not hold.
    static final String FAILED = "ConditionalCheckFailed";

    private static final String CONFLICT = "TransactionConflict";

    private final DynamoDbClient dynamo;
    private final RemediationRecord record;
    private final Terms terms;
    private final RecordItems items;

    Opener(DynamoDbClient dynamo, RecordItems items, RemediationRecord record, Terms terms) {
        this.dynamo = dynamo;
        this.record = record;
        this.terms = terms;
        this.items = items;
    }

    /// The parts of the transaction.
    private enum Member {
        RECORD,
        ORGANIZATION,
        HOLD,
        STATE,
        MARK,
        ANNOUNCEMENT,
        POLICY_OF_ENDPOINT,
        NETWORK_OF_ENDPOINT,
        NETWORK_OF_ACCOUNT
    }

    Opening open() {
        return open(Whose.UNKNOWN, true, !(record.outcome() instanceof Outcome.Deferred));
    }

    /// @param whose the policy that is written over
    /// @param isLatest whether it becomes the last sight of the endpoint
    /// @param announces whether its notice goes out at once
    private Opening open(Whose whose, boolean isLatest, boolean announces) {
        var members = members(whose, isLatest, announces);
        try {
            dynamo.transactWriteItems(request -> request.transactItems(members.values()));
            return new Opening.Opened(!announces);
        } catch (TransactionCanceledException e) {
            var refused = refused(List.copyOf(members.keySet()), e.cancellationReasons());
            var first = refused.entrySet().stream().findFirst().orElseThrow(() -> e);
            var item = first.getValue();
            return switch (first.getKey()) {
                case RECORD -> known(item);
                case ORGANIZATION -> new Opening.Unconfirmed();
                case HOLD -> held(HoldItem.read(item));
                case STATE -> state(item, whose, isLatest, announces);
                case ANNOUNCEMENT -> open(whose, isLatest, false);
                case POLICY_OF_ENDPOINT -> new Opening.Spent(Budget.POLICY_OF_ENDPOINT);
                case NETWORK_OF_ENDPOINT -> new Opening.Spent(Budget.NETWORK_OF_ENDPOINT);
                case NETWORK_OF_ACCOUNT -> new Opening.Spent(Budget.NETWORK_OF_ACCOUNT);
                case MARK -> throw e;
            };
        }
    }

    private Map<Member, TransactWriteItem> members(Whose whose, boolean isLatest, boolean announces) {
        var members = new LinkedHashMap<Member, TransactWriteItem>();
        members.put(Member.RECORD, items.putRecord());
        terms.presumed()
                .ifPresent(said -> members.put(Member.ORGANIZATION, ConfirmationItem.check(items.table(), said)));
        members.put(
                Member.HOLD,
                Hold.of(record, terms.known())
                        .map(hold -> HoldItem.put(items.table(), hold, terms.known()))
                        .orElseGet(() -> HoldItem.none(items.table(), record, terms.known())));
        members.put(Member.STATE, items.openState(terms, whose, isLatest));
        members.put(Member.MARK, items.putMark());
        if (announces) {
            members.put(Member.ANNOUNCEMENT, items.announce());
        }
        // What a person asks for is neither refused nor counted.
        if (record.outcome() instanceof Outcome.Planned && record.instruction().isEmpty()) {
            var endpoint = record.endpoint().id().value();
            var day = LocalDate.ofInstant(record.openedAt(), ZoneOffset.UTC).toString();
            var hour = record.openedAt().truncatedTo(ChronoUnit.HOURS).toString();
            var budgets = terms.budgets();
            if (record.plan().policy().isPresent()) {
                members.put(
                        Member.POLICY_OF_ENDPOINT, use("policy#" + endpoint, day, budgets.policyPerEndpointPerDay()));
            }
            if (record.plan().revert().isPresent()) {
                members.put(
                        Member.NETWORK_OF_ENDPOINT,
                        use("network#" + endpoint, day, budgets.networkPerEndpointPerDay()));
                members.put(Member.NETWORK_OF_ACCOUNT, use("network", hour, budgets.networkPerAccountPerHour()));
            }
        }
        return members;
    }

    /// One use of a budget; refused once they are used up.
    private TransactWriteItem use(String of, String window, int budget) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(items.table())
                        .key(LedgerKeys.budget(of, window))
                        .updateExpression("SET expires = :expires ADD used :one")
                        .conditionExpression("attribute_not_exists(used) OR used < :budget")
                        .expressionAttributeValues(Map.of(
                                ":one", Attributes.number(1),
                                ":budget", Attributes.number(budget),
                                ":expires", Attributes.seconds(record.openedAt().plus(Duration.ofDays(2))))))
                .build();
    }

    /// The members whose conditions failed, with the items that they met. All that presume something meet on one item:
    /// a conflict there is as good as no answer.
    private static Map<Member, Map<String, AttributeValue>> refused(
            List<Member> members, List<CancellationReason> reasons) {
        var refused = new LinkedHashMap<Member, Map<String, AttributeValue>>();
        IntStream.range(0, Math.min(members.size(), reasons.size()))
                .filter(i -> FAILED.equals(reasons.get(i).code())
                        || (members.get(i) == Member.ORGANIZATION
                                && CONFLICT.equals(reasons.get(i).code())))
                .forEach(i -> refused.put(members.get(i), reasons.get(i).item()));
        return refused;
    }

    private Opening held(Hold hold) {
        return new Opening.Held(
                record.isUndo() ? hold : hold.at(record.openedAt()).orElse(hold));
    }

    private static Opening known(Map<String, AttributeValue> item) {
        return item.containsKey("closedAt")
                ? new Opening.Closed()
                : new Opening.Unfinished(RecordJson.read(Attributes.needed(item, "record")));
    }

    private Opening state(Map<String, AttributeValue> item, Whose whose, boolean isLatest, boolean announces) {
        boolean isPlanned = record.outcome() instanceof Outcome.Planned;
        boolean isLeased = !StateItem.leaseUntil(item).isBefore(record.openedAt())
                && !Attributes.text(item, "lease").equals(Optional.of(items.lease(terms.invocation())));
        boolean isSeenSince = isPlanned ? items.isSeenSince(item) : items.isLookedAtSince(item);
        if ((isLeased && (isPlanned || terms.waits())) || isSeenSince) {
            return new Opening.Leased();
        }
        if (!isPlanned) {
            return new Opening.KnownAlready();
        }
        if (isLatest && items.isLookedAtSince(item)) {
            return open(whose, false, announces);
        }
        var known = items.whose(item);
        if (known == whose) {
            throw new IllegalStateException("the ledger refuses a record for a reason that is not known");
        }
        return open(known, isLatest, announces);
    }
}
