package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Request;

/// All the dimensions of requests: caller, action, resource, each condition key, and one that is true or
/// false for each thing that is not understood.
///
/// A set of requests is an array of words: for each dimension a word or more, with a bit for each
/// representative.
final class Dimensions {
    static final int CALLER = 0;
    static final int ACTION = 1;
    static final int RESOURCE = 2;
    private static final int KEYS = 3;

    private static final List<String> BOTH = List.of("false", "true");

    private final List<Dimension> dimensions = new ArrayList<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, Integer> opaque = new LinkedHashMap<>();
    private final int understood;
    private int words;

    Dimensions(Dimension callers, Dimension actions, Dimension resources, List<Dimension> keys) {
        dimensions.addAll(List.of(callers, actions, resources));
        for (var key : keys) {
            this.keys.put(key.name(), dimensions.size());
            dimensions.add(key);
        }
        for (var dimension : dimensions) {
            words += dimension.words();
        }
        this.understood = dimensions.size();
    }

    Dimension get(int index) {
        return dimensions.get(index);
    }

    /// Where the key's dimension is; empty if it has none.
    Optional<Integer> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /// That a text which is not understood is true, or false.
    Side opaque(String text, boolean value) {
        var index = opaque.get(text);
        if (index == null) {
            index = dimensions.size();
            opaque.put(text, index);
            dimensions.add(Dimension.of(text, BOTH));
            words++;
        }
        return new Side(index, new long[] {value ? 2L : 1L});
    }

    boolean isOpaque(int index) {
        return index >= understood;
    }

    Set<String> opaqueTexts() {
        return opaque.keySet();
    }

    /// Of a set of requests.
    int words() {
        return words;
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
    long[] everything(int[] offsets) {
        var words = new long[offsets[dimensions.size()]];
        for (int i = 0; i < dimensions.size(); i++) {
            Arrays.fill(words, offsets[i], offsets[i + 1], -1L);
            int rest = dimensions.get(i).size() % Long.SIZE;
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
        return dimensions.get(index).get(bit);
    }
}
