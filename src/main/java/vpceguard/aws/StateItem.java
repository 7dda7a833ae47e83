package vpceguard.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import vpceguard.flow.Standing;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.Standing.Written;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkJson;
import vpceguard.model.NetworkSettings;

/// The item that holds what is known of an endpoint; each writer sets only its own attributes.
record StateItem(String table) {

    static Standing read(Map<String, AttributeValue> item) {
        return new Standing(
                Attributes.text(item, "policy"),
                Attributes.text(item, "stoodBefore"),
                Attributes.text(item, "written")
                        .map(fingerprint -> new Written(
                                fingerprint,
                                Instant.parse(Attributes.needed(item, "writtenAt")),
                                Attributes.time(item, "doneAt"))),
                network(item, "network"),
                network(item, "baseline"),
                Attributes.texts(item, "open"),
                new Told(
                        Attributes.texts(item, "told"),
                        Attributes.time(item, "toldAt"),
                        Attributes.time(item, "graceUntil")),
                Attributes.text(item, "unheard"));
    }

    private static Optional<NetworkSettings> network(Map<String, AttributeValue> item, String name) {
        return Attributes.text(item, name).map(text -> NetworkJson.read(Stored.of(text)));
    }

    static AttributeValue network(NetworkSettings settings) {
        return Attributes.text(JsonWriter.compact(NetworkJson.write(settings)));
    }

    UpdateItemRequest note(Endpoint endpoint, boolean isBaseline) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":policy", Attributes.text(endpoint.policy().orElse("")));
        values.put(":network", network(endpoint.network()));
        return update(endpoint.id())
                .updateExpression("SET policy = :policy, #network = :network"
                        + (isBaseline ? ", baseline = :network" : "") + " REMOVE unheard")
                .expressionAttributeNames(Map.of("#network", "network"))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_OLD)
                .build();
    }

    UpdateItemRequest tell(EndpointId endpoint, Told told) {
        if (told.keys().isEmpty()) {
            return update(endpoint)
                    .updateExpression("REMOVE told, toldAt, graceUntil")
                    .build();
        }
        var values = new HashMap<String, AttributeValue>();
        values.put(":told", Attributes.texts(new TreeSet<>(told.keys())));
        values.put(":at", Attributes.text(told.at().orElseThrow().toString()));
        told.graceUntil().ifPresent(until -> values.put(":until", Attributes.text(until.toString())));
        return update(endpoint)
                .updateExpression("SET told = :told, toldAt = :at"
                        + (told.graceUntil().isPresent() ? ", graceUntil = :until" : " REMOVE graceUntil"))
                .expressionAttributeValues(values)
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
                .updateExpression("SET expires = if_not_exists(expires, :expires)")
                .expressionAttributeValues(Map.of(":expires", Attributes.seconds(expires)))
                .build();
    }

    private UpdateItemRequest.Builder update(EndpointId endpoint) {
        return UpdateItemRequest.builder().tableName(table).key(LedgerKeys.state(endpoint));
    }
}
