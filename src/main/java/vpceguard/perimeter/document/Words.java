package vpceguard.perimeter.document;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The words that the grammar takes in one place and what they mean, in the order in which messages name
/// them.
final class Words {
    private Words() {}

    static <T> Map<String, T> of(String one, T first, String other, T second) {
        var words = new LinkedHashMap<String, T>();
        words.put(one, first);
        words.put(other, second);
        return words;
    }

    /// Constants by their names in lower case.
    @SafeVarargs
    static <E extends Enum<E>> Map<String, E> of(E... constants) {
        var words = new LinkedHashMap<String, E>();
        for (var constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return words;
    }
}
