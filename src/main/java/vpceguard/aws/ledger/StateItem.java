package vpceguard.aws.ledger;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import vpceguard.flow.Claim;
import vpceguard.flow.Standing;
import vpceguard.flow.Standing.Lease;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.Standing.Written;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkJson;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Due;
import vpceguard.remediation.Refusal;

/// The item that holds what is known of one endpoint. Those who write it change only their own attributes of
/// it.
record StateItem(String table) {
    /// Met by a look, at `:now`, that none came after.
    static final String LATEST = "(attribute_not_exists(seenAt) OR seenAt <= :now)";

    static final String OTHERS_CALLED = "othersCalled";

    private static final List<String> TOLD =
            List.of("told", "toldAt", "graceUntil", "graceFor", "graceMode", "refused", "refusedAt", "owed");

    static Standing read(Map<String, AttributeValue> item) {
        return new Standing(
                Attributes.text(item, "policy"),
                Attributes.text(item, "stoodBefore"),
                Attributes.text(item, "written")
                        .map(fingerprint -> new Written(
                                fingerprint,
                                // Older states have none.
                                Attributes.text(item, "writtenBy").orElse("unknown"),
                                Instant.parse(Attributes.needed(item, "writtenAt")),
                                Attributes.time(item, "doneAt"))),
                network(item, "network"),
                network(item, "baseline"),
                Attributes.texts(item, "open"),
                new Told(
                        Attributes.texts(item, "told"),
                        Attributes.time(item, "toldAt"),
                        Attributes.time(item, "graceUntil").map(date -> due(date, item)),
                        Attributes.texts(item, "owed")),
                item.containsKey("heldBack"),
                item.containsKey("isServices"),
                isOthersToo(item),
                Attributes.texts(item, "heard"),
                Attributes.text(item, "heardFrom"),
                Attributes.texts(item, "copied"),
                Attributes.text(item, "unheard"),
                Attributes.text(item, "lease")
                        .map(lease -> new Lease(lease.substring(0, lease.lastIndexOf('@')), leaseUntil(item))),
                Attributes.texts(item, "untold"),
                seenAt(item),
                item.containsKey("expires"));
    }

    /// Whether somebody else called; older states do not say so, but what was written or told because of it.
    private static boolean isOthersToo(Map<String, AttributeValue> item) {
        return Stream.of(OTHERS_CALLED, "written", "heard").anyMatch(item::containsKey);
    }

    /// An older version tells another date, and leaves beside it what this one said of the date before.
    private static Due due(Instant date, Map<String, AttributeValue> item) {
        return Attributes.time(item, "graceFor")
                        .filter(said -> !said.equals(date))
                        .isPresent()
                ? new Due(date, Mode.OBSERVE)
                : new Due(date, mode(item), refusal(item));
    }

    /// In which mode the date was told; older states do not say so, and it is told anew.
    private static Mode mode(Map<String, AttributeValue> item) {
        return Attributes.text(item, "graceMode")
                .filter(Mode.ENFORCE.word()::equals)
                .map(_ -> Mode.ENFORCE)
                .orElse(Mode.OBSERVE);
    }

    private static Optional<Refusal> refusal(Map<String, AttributeValue> item) {
        return Attributes.text(item, "refused")
                .map(reason -> new Refusal(reason, Instant.parse(Attributes.needed(item, "refusedAt"))));
    }

    /// When the lease is over; long ago if there is none.
    static Instant leaseUntil(Map<String, AttributeValue> item) {
        return millis(item, "leaseUntil");
    }

    /// When the look was that saw the policy; long ago for older states, which do not say so.
    static Instant seenAt(Map<String, AttributeValue> item) {
        return millis(item, "seenAt");
    }

    private static Instant millis(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(
                Long.parseLong(item.getOrDefault(name, Attributes.number(0)).n()));
    }

    private static Optional<NetworkSettings> network(Map<String, AttributeValue> item, String name) {
        return Attributes.text(item, name).map(text -> NetworkJson.read(Stored.of(text)));
    }

    static AttributeValue network(NetworkSettings settings) {
        return Attributes.text(JsonWriter.compact(NetworkJson.write(settings)));
    }

    UpdateItemRequest note(Endpoint endpoint, boolean isBaseline, Instant seenAt, Claim claim) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":policy", Attributes.text(endpoint.policy().orElse("")));
        values.put(":network", network(endpoint.network()));
        values.put(":now", Attributes.number(seenAt.toEpochMilli()));
        var mark = mark(claim);
        mark.ifPresent(_ -> values.put(":yes", AttributeValue.fromBool(true)));
        return update(endpoint.id())
                .updateExpression("SET policy = :policy, #network = :network, seenAt = :now"
                        + (isBaseline ? ", baseline = :network" : "")
                        + mark.map(name -> ", " + name + " = :yes").orElse("") + " REMOVE unheard, expires")
                .conditionExpression(LATEST)
                .expressionAttributeNames(Map.of("#network", "network"))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_OLD)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static Optional<String> mark(Claim claim) {
        return switch (claim) {
            case SERVICES -> Optional.of("isServices");
            case OTHERS -> Optional.of(OTHERS_CALLED);
            case NONE -> Optional.empty();
        };
    }

    UpdateItemRequest tell(EndpointId endpoint, Told told) {
        var values = new TreeMap<String, AttributeValue>();
        if (!told.keys().isEmpty()) {
            values.put("told", Attributes.texts(told.keys()));
        }
        told.at().ifPresent(at -> values.put("toldAt", Attributes.text(at.toString())));
        told.due().ifPresent(due -> {
            values.put("graceUntil", Attributes.text(due.date().toString()));
            values.put("graceFor", Attributes.text(due.date().toString()));
            values.put("graceMode", Attributes.text(due.mode().word()));
            due.refusal().ifPresent(refusal -> {
                values.put("refused", Attributes.text(refusal.reason()));
                values.put("refusedAt", Attributes.text(refusal.at().toString()));
            });
        });
        if (!told.owed().isEmpty()) {
            values.put("owed", Attributes.texts(told.owed()));
        }
        var set = values.keySet().stream().map(name -> name + " = :" + name).collect(joining(", "));
        var gone = TOLD.stream().filter(name -> !values.containsKey(name)).collect(joining(", "));
        var request = update(endpoint)
                .updateExpression((set.isEmpty() ? "" : "SET " + set) + (gone.isEmpty() ? "" : " REMOVE " + gone));
        if (!values.isEmpty()) {
            request.expressionAttributeValues(
                    values.entrySet().stream().collect(toMap(value -> ":" + value.getKey(), Map.Entry::getValue)));
        }
        return request.build();
    }

    UpdateItemRequest holdBack(EndpointId endpoint, boolean isHeldBack) {
        var request = update(endpoint).updateExpression(isHeldBack ? "SET heldBack = :yes" : "REMOVE heldBack");
        return (isHeldBack ? request.expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true))) : request)
                .build();
    }

    UpdateItemRequest know(EndpointId endpoint, Set<String> keys, Set<String> over) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":over", Attributes.texts(over));
        // Older states say so by `heard` alone.
        values.put(":yes", AttributeValue.fromBool(true));
        if (!keys.isEmpty()) {
            values.put(":keys", Attributes.texts(keys));
        }
        return update(endpoint)
                .updateExpression("SET " + OTHERS_CALLED + " = :yes"
                        + (keys.isEmpty() ? " REMOVE heard, heardFrom" : ", heard = :keys") + " DELETE copied :over")
                .expressionAttributeValues(values)
                .build();
    }

    UpdateItemRequest digested(EndpointId endpoint, Set<String> causes) {
        return update(endpoint)
                .updateExpression("DELETE untold :causes")
                .expressionAttributeValues(Map.of(":causes", Attributes.texts(causes)))
                .build();
    }

    UpdateItemRequest unheard(EndpointId endpoint, String digest) {
        return update(endpoint)
                .updateExpression("SET unheard = :digest")
                .expressionAttributeValues(Map.of(":digest", Attributes.text(digest)))
                .build();
    }

    UpdateItemRequest gone(EndpointId endpoint, Instant expires) {
        return update(endpoint)
                .updateExpression("SET expires = if_not_exists(expires, :expires) REMOVE heard, heardFrom, copied, "
                        + String.join(", ", TOLD))
                .expressionAttributeValues(Map.of(":expires", Attributes.seconds(expires)))
                .build();
    }

    UpdateItemRequest back(EndpointId endpoint) {
        return update(endpoint).updateExpression("REMOVE expires").build();
    }

    private UpdateItemRequest.Builder update(EndpointId endpoint) {
        return UpdateItemRequest.builder().tableName(table).key(LedgerKeys.state(endpoint));
    }
}
