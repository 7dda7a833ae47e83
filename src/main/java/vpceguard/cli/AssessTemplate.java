package vpceguard.cli;

import java.util.List;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// `assess --template`: the endpoints of a template, each with its answer.
record AssessTemplate(TemplateFile template, Terminal terminal) {
    int run(PerimeterFile perimeter, boolean json) {
        return switch (template.judged(perimeter)) {
            case Refused<List<Judged>>(var reason) -> terminal.refuse(reason);
            case Read<List<Judged>>(var all) -> {
                if (all.isEmpty()) {
                    template.remarkNone(terminal);
                }
                if (json) {
                    terminal.out().println(JsonWriter.indented(json(all)));
                } else {
                    all.forEach(this::tell);
                    terminal.say(results(all).counts());
                }
                yield results(all).exitCode();
            }
        };
    }

    private static Json.Obj json(List<Judged> all) {
        return Json.object()
                .put("result", results(all).worst().name())
                .put(
                        "endpoints",
                        new Json.Arr(all.stream()
                                .map(judged -> {
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

    private static Results results(List<Judged> all) {
        return new Results(all.stream().map(Judged::assessment).toList());
    }
}
