package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vpceguard.policy.Glob;

/// One thing in which requests differ, such as the caller or a condition key, with a finite list of
/// representatives. A representative is a list of values, which is empty where a key is absent. If a key can
/// have several values at once, its representatives are the sets of `values`, small ones first.
final class Dimension {
    private final String name;
    private final List<List<String>> representatives;
    private final List<String> values;
    private final List<Integer> sets;

    /// Some dimensions are shared.
    private final Map<String, long[]> known = new ConcurrentHashMap<>();

    private Dimension(String name, List<List<String>> representatives, List<String> values, List<Integer> sets) {
        this.name = name;
        this.representatives = representatives;
        this.values = values;
        this.sets = sets;
    }

    /// Something that each request has one of.
    static Dimension of(String name, List<String> values) {
        return new Dimension(name, eachAlone(values, new ArrayList<>()), List.of(), List.of());
    }

    /// A key that may be absent.
    static Dimension ofKey(String name, List<String> values) {
        return new Dimension(name, eachAlone(values, new ArrayList<>(List.of(List.of()))), List.of(), List.of());
    }

    /// A key that may have several values at once, few enough for all their sets.
    static Dimension ofSets(String name, List<String> values) {
        var sets = new ArrayList<Integer>();
        for (int size = 0; size <= values.size(); size++) {
            for (int members = 0; members < 1 << values.size(); members++) {
                if (Integer.bitCount(members) == size) {
                    sets.add(members);
                }
            }
        }
        var representatives = new ArrayList<List<String>>();
        for (var members : sets) {
            var subset = new ArrayList<String>();
            for (int i = 0; i < values.size(); i++) {
                if ((members >> i & 1) == 1) {
                    subset.add(values.get(i));
                }
            }
            representatives.add(subset);
        }
        return new Dimension(name, representatives, values, sets);
    }

    private static List<List<String>> eachAlone(List<String> values, List<List<String>> representatives) {
        for (var value : values) {
            representatives.add(List.of(value));
        }
        return representatives;
    }

    String name() {
        return name;
    }

    int size() {
        return representatives.size();
    }

    /// The values of a representative.
    List<String> get(int representative) {
        return representatives.get(representative);
    }

    List<List<String>> representatives() {
        return representatives;
    }

    boolean hasSets() {
        return !sets.isEmpty();
    }

    /// The single values of which the representatives are sets.
    List<String> values() {
        return values;
    }

    /// Which of these values are in a representative, a bit for each.
    int members(int representative) {
        return sets.get(representative);
    }

    int words() {
        return (size() + Long.SIZE - 1) / Long.SIZE;
    }

    long[] none() {
        return new long[words()];
    }

    long[] only(int representative) {
        var only = none();
        add(only, representative);
        return only;
    }

    long[] complement(long[] bits) {
        var complement = none();
        for (int i = 0; i < size(); i++) {
            if (!has(bits, i)) {
                add(complement, i);
            }
        }
        return complement;
    }

    /// The representatives whose one value matches.
    long[] matching(Glob glob) {
        var bits = known.get(glob.tokens());
        if (bits == null) {
            bits = none();
            for (int i = 0; i < size(); i++) {
                if (glob.matches(get(i).getFirst())) {
                    add(bits, i);
                }
            }
            known.put(glob.tokens(), bits);
        }
        return bits;
    }

    static boolean has(long[] bits, int representative) {
        return (bits[representative >> 6] >> representative & 1) != 0;
    }

    static void add(long[] bits, int representative) {
        bits[representative >> 6] |= 1L << representative;
    }

    static boolean isEmpty(long[] bits) {
        var any = 0L;
        for (var word : bits) {
            any |= word;
        }
        return any == 0;
    }
}
