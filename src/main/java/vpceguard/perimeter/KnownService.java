package vpceguard.perimeter;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// A row of `services.json`, which `local/services` writes: what is known of one AWS service.
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

    /// Whether a short name is that of a service of AWS, as far as this version knows.
    public static boolean isKnown(String service) {
        return ServiceKnowledge.CEILINGS.contains(service) || Table.ROWS.containsKey(service);
    }

    /// The known names that one letter tells from a name that is not known; a service that is newer may have it.
    public static List<String> alike(String written) {
        var lower = written.toLowerCase(Locale.ROOT);
        return Table.ROWS.keySet().stream()
                .filter(name -> isOneLetterAway(name, lower))
                .sorted()
                .toList();
    }

    /// A name of one letter is so from too many.
    private static boolean isOneLetterAway(String name, String written) {
        int alike = 0;
        while (alike < Math.min(name.length(), written.length()) && name.charAt(alike) == written.charAt(alike)) {
            alike++;
        }
        var rest = name.substring(alike);
        var other = written.substring(alike);
        return name.length() > 1
                && (afterFirst(rest).equals(afterFirst(other))
                        || afterFirst(rest).equals(other)
                        || rest.equals(afterFirst(other)));
    }

    private static String afterFirst(String text) {
        return text.isEmpty() ? "" : text.substring(1);
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
