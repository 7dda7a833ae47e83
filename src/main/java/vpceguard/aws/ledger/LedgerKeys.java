package vpceguard.aws.ledger;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RemediationRecord;

/// The keys of the ledger's items (`docs/ledger.md`).
final class LedgerKeys {
    static final String STATES = "state";
    static final String UNFINISHED = "unfinished";
    static final String HOLDS = "hold";

    /// What begins the sort keys of records.
    static final String RECORD = "change#";

    private LedgerKeys() {}

    /// All states lie together, so that a sweep reads them in pages.
    static Map<String, AttributeValue> state(EndpointId endpoint) {
        return key(STATES, endpoint.value());
    }

    static Map<String, AttributeValue> record(EndpointId endpoint, String cause) {
        return key(endpoint.value(), RECORD + cause);
    }

    static Map<String, AttributeValue> mark(RemediationRecord record) {
        return key(UNFINISHED, record.endpoint().id() + "#" + record.cause());
    }

    static Map<String, AttributeValue> quiet(EndpointId endpoint) {
        return key(endpoint.value(), "quiet");
    }

    static Map<String, AttributeValue> budget(String of, String window) {
        return key("budget", of + "#" + window);
    }

    static Map<String, AttributeValue> request(String id) {
        return key("request", id);
    }

    static Map<String, AttributeValue> hold(EndpointId endpoint) {
        return key(HOLDS, endpoint.value());
    }

    static Map<String, AttributeValue> sweep() {
        return key("sweep", "state");
    }

    static Map<String, AttributeValue> organization() {
        return key("organization", "confirmed");
    }

    static Map<String, AttributeValue> news(String what, String day) {
        return key("news", what + "#" + day);
    }

    static Map<String, AttributeValue> perimeter(String name) {
        return key("perimeter", name);
    }

    private static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of("pk", AttributeValue.fromS(partition), "sk", AttributeValue.fromS(sort));
    }
}
