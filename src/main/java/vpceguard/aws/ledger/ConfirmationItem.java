package vpceguard.aws.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import vpceguard.flow.Confirmation;

/// The item that holds what AWS Organizations confirmed.
final class ConfirmationItem {
    private ConfirmationItem() {}

    /// Empty for another item.
    static Optional<Confirmation> read(Map<String, AttributeValue> item) {
        return Attributes.time(item, "confirmedAt")
                .map(at -> new Confirmation(Attributes.text(item, "organizationId"), at));
    }

    /// Refused unless Organizations confirmed the same, and that still holds.
    static TransactWriteItem check(String table, Confirmation said) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":since", Attributes.text(said.at().minus(Confirmation.HOLDS).toString()));
        values.put(":now", Attributes.text(said.at().toString()));
        said.organization().ifPresent(id -> values.put(":id", Attributes.text(id)));
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(LedgerKeys.organization())
                        .conditionExpression("confirmedAt > :since AND confirmedAt <= :now AND "
                                + (said.organization().isPresent()
                                        ? "organizationId = :id"
                                        : "attribute_not_exists(organizationId)"))
                        .expressionAttributeValues(values))
                .build();
    }

    static Map<String, AttributeValue> write(Confirmation confirmation) {
        var item = new HashMap<>(LedgerKeys.organization());
        confirmation.organization().ifPresent(id -> item.put("organizationId", Attributes.text(id)));
        item.put("confirmedAt", Attributes.text(confirmation.at().toString()));
        return item;
    }
}
