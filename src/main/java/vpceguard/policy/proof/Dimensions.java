package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Request;

/// What requests differ in, each with finitely many representatives: caller, action, resource, every condition key, and
/// whatever is not understood, which is true or false.
///
/// A set of requests is an array of words: for each dimension a word or more, with a bit for each representative.
final class Dimensions {
    static final int CALLER = 0;
    static final int ACTION = 1;
    static final int RESOURCE = 2;
    private static final int KEYS = 3;

    /// 2^8 sets of values; more is not worth the time.
    private static final int MOST_VALUES = 8;

    /// One dimension.
    ///
    /// @param representatives each a list of values, empty where a key is absent
    /// @param values single values of a key, whose sets are the representatives; empty where they are not sets
    record Dimension(String name, List<List<String>> representatives, List<String> values) {
        int words() {
            return (representatives.size() + Long.SIZE - 1) / Long.SIZE;
        }

        long[] none() {
            return new long[words()];
        }
    }

    private final List<Dimension> dimensions = new ArrayList<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, Integer> opaque = new LinkedHashMap<>();
    private int understood;

    Dimensions(List<String> callers, List<String> actions, List<String> resources) {
        add("principal", callers);
        add("action", actions);
        add("resource", resources);
    }

    private void add(String name, List<String> representatives) {
        dimensions.add(
                new Dimension(name, representatives.stream().map(List::of).toList(), List.of()));
        understood = dimensions.size();
    }

    /// Adds a key, of which these conditions are asked. With too many values it is left out.
    void addKey(String name, List<Condition> conditions, boolean ipv6) {
        var sets = ConditionKeys.isMultivalued(name)
                || (!ConditionKeys.isSingleValued(name)
                        && conditions.stream()
                                .anyMatch(condition -> condition.operator().values() != Values.ONE));
        var values = Representatives.values(name, conditions, ipv6).orElse(List.of());
        if (values.isEmpty() || (sets && values.size() > MOST_VALUES)) {
            return;
        }
        var representatives = new ArrayList<List<String>>(List.of(List.of()));
        if (sets) {
            for (int members = 1; members < 1 << values.size(); members++) {
                representatives.add(subset(values, members));
            }
        } else {
            values.forEach(value -> representatives.add(List.of(value)));
        }
        keys.put(name, dimensions.size());
        dimensions.add(new Dimension(name, representatives, sets ? values : List.of()));
        understood = dimensions.size();
    }

    private static List<String> subset(List<String> values, int members) {
        var subset = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            if ((members >> i & 1) == 1) {
                subset.add(values.get(i));
            }
        }
        return subset;
    }

    Dimension get(int index) {
        return dimensions.get(index);
    }

    /// Where the key's dimension is; empty if it has none.
    Optional<Integer> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /// Where the dimension of a text that is not understood is: first false, then true.
    int opaque(String text) {
        return opaque.computeIfAbsent(text, _ -> {
            dimensions.add(new Dimension(text, List.of(List.of("false"), List.of("true")), List.of()));
            return dimensions.size() - 1;
        });
    }

    boolean isOpaque(int index) {
        return index >= understood;
    }

    Set<String> opaqueTexts() {
        return opaque.keySet();
    }

    /// Where each dimension's words begin, and behind the last one.
    int[] offsets() {
        var offsets = new int[dimensions.size() + 1];
        for (int i = 0; i < dimensions.size(); i++) {
            offsets[i + 1] = offsets[i] + dimensions.get(i).words();
        }
        return offsets;
    }

    /// All requests.
    long[] everything() {
        var offsets = offsets();
        var words = new long[offsets[dimensions.size()]];
        for (int i = 0; i < dimensions.size(); i++) {
            Arrays.fill(words, offsets[i], offsets[i + 1], -1L);
            int rest = dimensions.get(i).representatives().size() % Long.SIZE;
            words[offsets[i + 1] - 1] = rest == 0 ? -1L : (1L << rest) - 1;
        }
        return words;
    }

    /// One request of a set that is not empty: the first representative of each dimension.
    Request witness(long[] requests) {
        var offsets = offsets();
        var context = new HashMap<String, List<String>>();
        for (int i = KEYS; i < understood; i++) {
            var values = first(requests, offsets, i);
            if (!values.isEmpty()) {
                context.put(dimensions.get(i).name(), values);
            }
        }
        return new Request(
                first(requests, offsets, CALLER).getFirst(),
                first(requests, offsets, ACTION).getFirst(),
                first(requests, offsets, RESOURCE).getFirst(),
                context,
                true);
    }

    private List<String> first(long[] requests, int[] offsets, int index) {
        int word = offsets[index];
        while (requests[word] == 0) {
            word++;
        }
        int bit = (word - offsets[index]) * Long.SIZE + Long.numberOfTrailingZeros(requests[word]);
        return dimensions.get(index).representatives().get(bit);
    }
}
