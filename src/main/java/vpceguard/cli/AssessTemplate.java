package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// `assess --template`: the endpoints of a template, each with its answer.
record AssessTemplate(TemplateFile template, Terminal terminal) {
    /// The worst first.
    private static final List<String> RESULTS =
            List.of("NON_COMPLIANT", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE");

    int run(Optional<String> perimeter, Optional<String> ring, boolean json) {
        return switch (template.judged(perimeter, ring)) {
            case Refused<List<Judged>>(var reason) -> terminal.refuse(reason);
            case Read<List<Judged>>(var all) -> {
                if (all.isEmpty()) {
                    template.remarkNone(terminal);
                }
                if (json) {
                    terminal.out().println(JsonWriter.indented(json(all)));
                } else {
                    all.forEach(this::tell);
                    terminal.say(counts(all));
                }
                yield switch (worst(all)) {
                    case "NON_COMPLIANT" -> 1;
                    case "INSUFFICIENT_DATA" -> 3;
                    default -> 0;
                };
            }
        };
    }

    private static String worst(List<Judged> all) {
        return RESULTS.stream()
                .filter(result -> count(all, result) > 0)
                .findFirst()
                .orElse("NOT_APPLICABLE");
    }

    private static long count(List<Judged> all, String result) {
        return all.stream()
                .filter(judged -> judged.assessment().result().equals(result))
                .count();
    }

    private static Json.Obj json(List<Judged> all) {
        return Json.object()
                .put("result", worst(all))
                .put(
                        "endpoints",
                        new Json.Arr(all.stream()
                                .<Json>map(judged -> {
                                    var json = judged.json();
                                    judged.assessment().json().members().forEach(json::put);
                                    return json.build();
                                })
                                .toList()))
                .build();
    }

    private void tell(Judged judged) {
        terminal.say(judged.assessment().result() + " " + judged.sentence());
        judged.assessment()
                .findings()
                .forEach(finding -> terminal.say(
                        "  " + finding.severity() + ", " + finding.controlId() + ": " + finding.message()));
        judged.open().forEach(reason -> terminal.say("  open, " + reason));
    }

    private static String counts(List<Judged> all) {
        return Stream.concat(
                        Stream.of(all.size() == 1 ? "1 endpoint" : all.size() + " endpoints"),
                        RESULTS.stream()
                                .filter(result -> count(all, result) > 0)
                                .map(result -> count(all, result) + " " + result))
                .collect(Collectors.joining(", "));
    }
}
