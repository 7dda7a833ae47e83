package vpceguard.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.proof.Tightening;

/// Policies met with every built-in ceiling: how often each way of tightening is taken, and how many characters it
/// adds.
final class SmallestChange {
    private SmallestChange() {}

    public static void main(String[] none) {
        Map<String, List<Integer>> added = new TreeMap<>();
        Corpus.policies().values().forEach(text -> {
            var old = Policies.read(text);
            for (var ceiling : Corpus.ceilings(_ -> true)) {
                var answer = Tightening.of(old, ceiling.bound(), Optional.empty(), EndpointType.INTERFACE);
                int length = answer instanceof Tightening.Written(var policy, var _)
                        ? policy.text().length() - old.text().length()
                        : 0;
                added.computeIfAbsent(how(answer), _ -> new ArrayList<>()).add(length);
            }
        });
        var figures = Json.object().put("of", Corpus.sourceOfPolicies());
        added.forEach((how, characters) -> {
            characters.sort(null);
            figures.put(
                    how,
                    Json.object()
                            .put("times", characters.size())
                            .put("charactersAddedMedian", characters.get(characters.size() / 2))
                            .put("charactersAddedP90", characters.get(characters.size() * 9 / 10))
                            .build());
        });
        System.out.println(JsonWriter.compact(figures.build()));
    }

    private static String how(Tightening answer) {
        return switch (answer) {
            case Tightening.Unchanged _ -> "unchanged";
            case Tightening.Refused _ -> "refused";
            case Tightening.Written(var _, var proof) ->
                (proof.how() + ", by " + proof.basis()).toLowerCase(Locale.ROOT);
        };
    }
}
