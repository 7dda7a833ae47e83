package vpceguard.cli;

import java.util.List;
import vpceguard.json.Json;

/// `assess --template`: the endpoints of a template, and what may be one or be for one, each with its answer.
record AssessTemplate(TemplateFile template, Terminal terminal) {
    int run(PerimeterFile perimeter, boolean json) {
        return terminal.answer(template.judged(perimeter, terminal), all -> {
            if (all.isEmpty()) {
                template.remarkNone(terminal);
            }
            if (json) {
                terminal.print(json(all));
            } else {
                all.forEach(this::tell);
                terminal.say(counts(all));
            }
            return results(all).exitCode();
        });
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
        judged.assessment().findings().forEach(finding -> terminal.say("  " + finding.sentence()));
        judged.open().forEach(reason -> terminal.say("  open, " + reason));
    }

    private static String counts(List<Judged> all) {
        var endpoints =
                all.stream().filter(judged -> judged.declared().isEndpoint()).toList();
        var others =
                all.stream().filter(judged -> !judged.declared().isEndpoint()).toList();
        return results(endpoints).counts()
                + (others.isEmpty() ? "" : "; " + results(others).counts("more may be one or for one"));
    }

    private static Results results(List<Judged> all) {
        return new Results(all.stream().map(Judged::assessment).toList());
    }
}
