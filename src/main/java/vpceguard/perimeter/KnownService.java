package vpceguard.perimeter;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// A row of `services.json`: what is known of each service of AWS, worked through or not. `local/services` writes it.
///
/// @param prefix begins the names of the service's actions in IAM
/// @param unsigned operations that carry no signature, so that their callers have no identity of AWS
public record KnownService(String prefix, List<String> unsigned) {
    public KnownService {
        unsigned = List.copyOf(unsigned);
    }

    /// The row of a service's short name, if it is known. The first question reads the table.
    public static Optional<KnownService> of(String service) {
        return Optional.ofNullable(Table.ROWS.get(service));
    }

    /// The unsigned operations as IAM calls them.
    public List<String> unsignedActions() {
        return unsigned.stream().map(operation -> prefix + ":" + operation).toList();
    }

    /// Read when first asked for: a service that was worked through never asks.
    private static final class Table {
        private static final Map<String, KnownService> ROWS = rows();

        private static Map<String, KnownService> rows() {
            var table = Stored.of(ServiceKnowledge.document("/vpceguard/services.json"));
            return table.child("services").object().members().entrySet().stream()
                    .collect(toUnmodifiableMap(Map.Entry::getKey, row -> row(row.getValue())));
        }

        private static KnownService row(Json json) {
            var facts = Stored.of(json);
            return new KnownService(
                    facts.text("prefix"),
                    facts.object().get("unsigned").isEmpty() ? List.of() : facts.texts("unsigned"));
        }
    }
}
