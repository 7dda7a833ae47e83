package vpceguard.policy.proof;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// A Deny statement of the complement while it is being made: its condition lines may change until it is
/// written.
///
/// @param lines values by operator and key
record Part(Term term, Map<String, Map<String, Set<String>>> lines) {
    Json.Obj deny(int number) {
        return term.deny(number, lines);
    }

    /// Leaves out each line without which none of the ceiling's requests is denied either.
    void widen(Policy ceiling) {
        for (var operator : List.copyOf(lines.keySet())) {
            for (var key : List.copyOf(lines.getOrDefault(operator, Map.of()).keySet())) {
                var fewer = new TreeMap<>(lines);
                fewer.computeIfPresent(operator, (_, keys) -> {
                    var others = new TreeMap<>(keys);
                    others.remove(key);
                    return others.isEmpty() ? null : others;
                });
                var denied = PolicyReader.own(List.of(term.deny(1, fewer).with("Effect", new Json.Str("Allow"))));
                if (Containment.of(List.of(denied, ceiling), Policy.NOTHING, EndpointType.INTERFACE)
                        instanceof Containment.Contained) {
                    lines.clear();
                    lines.putAll(fewer);
                }
            }
        }
    }

    /// Makes both parts one, if they differ in the values of one key alone.
    boolean takes(Part other) {
        var mine = lines.getOrDefault("StringEquals", Map.of());
        var theirs = other.lines.getOrDefault("StringEquals", Map.of());
        var differing = mine.entrySet().stream()
                .filter(line -> !line.getValue().equals(theirs.get(line.getKey())))
                .toList();
        if (differing.size() != 1
                || !mine.keySet().equals(theirs.keySet())
                || !others(lines).equals(others(other.lines))
                || !term.isAsWideAs(other.term)) {
            return false;
        }
        var line = differing.getFirst();
        return line.getValue().addAll(theirs.getOrDefault(line.getKey(), Set.of()));
    }

    private static Map<String, Map<String, Set<String>>> others(Map<String, Map<String, Set<String>>> lines) {
        var others = new TreeMap<>(lines);
        others.remove("StringEquals");
        return others;
    }
}
