package vpceguard.aws.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.flow.SweepState;

/// The item that holds where the sweep stands.
final class SweepItem {
    private SweepItem() {}

    static SweepState read(Map<String, AttributeValue> item) {
        return new SweepState(
                Instant.parse(Attributes.needed(item, "installedAt")),
                Instant.parse(Attributes.needed(item, "startedAt")),
                Attributes.text(item, "cursor"),
                Integer.parseInt(
                        item.getOrDefault("unheard", Attributes.number(0)).n()),
                Attributes.texts(item, "told"),
                Attributes.texts(item, "owed"),
                Attributes.text(item, "perimeter"),
                item.containsKey("untold"),
                item.containsKey("repeated"));
    }

    static Map<String, AttributeValue> write(SweepState state) {
        var item = new HashMap<>(LedgerKeys.sweep());
        item.put("installedAt", Attributes.text(state.installedAt().toString()));
        item.put("startedAt", Attributes.text(state.startedAt().toString()));
        state.cursor().ifPresent(cursor -> item.put("cursor", Attributes.text(cursor)));
        item.put("unheard", Attributes.number(state.unheard()));
        if (!state.told().isEmpty()) {
            item.put("told", Attributes.texts(state.told()));
        }
        if (!state.owed().isEmpty()) {
            item.put("owed", Attributes.texts(state.owed()));
        }
        if (state.isUntold()) {
            item.put("untold", AttributeValue.fromBool(true));
        }
        if (state.isRepeated()) {
            item.put("repeated", AttributeValue.fromBool(true));
        }
        state.perimeter().ifPresent(digest -> item.put("perimeter", Attributes.text(digest)));
        return item;
    }
}
