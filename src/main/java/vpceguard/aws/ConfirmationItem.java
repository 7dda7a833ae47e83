package vpceguard.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.flow.Confirmation;

/// The item that holds what AWS Organizations confirmed.
final class ConfirmationItem {
    private ConfirmationItem() {}

    /// Empty for another item.
    static Optional<Confirmation> read(Map<String, AttributeValue> item) {
        return Attributes.time(item, "confirmedAt")
                .map(at -> new Confirmation(Attributes.text(item, "organizationId"), at));
    }

    static Map<String, AttributeValue> write(Confirmation confirmation) {
        var item = new HashMap<>(LedgerKeys.organization());
        confirmation.organization().ifPresent(id -> item.put("organizationId", Attributes.text(id)));
        item.put("confirmedAt", Attributes.text(confirmation.at().toString()));
        return item;
    }
}
