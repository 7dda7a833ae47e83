package vpceguard.aws.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Values of DynamoDB's items, read and made.
final class Attributes {
    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue texts(Collection<String> values) {
        return AttributeValue.fromSs(values.stream().sorted().toList());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /// In seconds, as DynamoDB's time to live wants it.
    static AttributeValue seconds(Instant time) {
        return number(time.getEpochSecond());
    }

    static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    static Optional<Instant> time(Map<String, AttributeValue> item, String name) {
        return text(item, name).map(Instant::parse);
    }

    static Set<String> texts(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value == null ? Set.of() : Set.copyOf(value.ss());
    }

    /// What must be there; an item without it is of a broken world.
    static String needed(Map<String, AttributeValue> item, String name) {
        return text(item, name).orElseThrow(() -> new IllegalStateException("ledger item without " + name));
    }
}
