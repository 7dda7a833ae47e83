package vpceguard.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.Restraint;

/// `tighten --template`: for each endpoint of a template the policy that would be written once it is made.
record TightenTemplate(TemplateFile template, Terminal terminal) {
    /// Reasons to leave a policy as it is that are no failure.
    private static final Set<Restraint.Kind> IN_ORDER = EnumSet.of(
            Restraint.Kind.NOTIFY_ONLY,
            Restraint.Kind.EXEMPT,
            Restraint.Kind.EXISTING,
            Restraint.Kind.NOTHING_TO_WRITE);

    int run(PerimeterFile perimeter, boolean json) {
        return terminal.answer(template.judged(perimeter, terminal), all -> {
            if (template.region.isEmpty() && all.stream().anyMatch(Judged::lacksRegion)) {
                return terminal.refuse("the policies to write name resources of their Region, expected --region");
            }
            if (all.isEmpty()) {
                template.remarkNone(terminal);
            }
            if (json) {
                var endpoints = all.stream().map(TightenTemplate::json).toList();
                terminal.print(
                        Json.object().put("endpoints", new Json.Arr(endpoints)).build());
            } else {
                all.forEach(this::tell);
            }
            return all.stream().anyMatch(TightenTemplate::isRefused) ? 1 : 0;
        });
    }

    /// Nothing is written for what is right, and for what only notifies.
    private static boolean isRefused(Judged judged) {
        return judged.plan().tighten().isEmpty()
                && (!judged.assessment().open().isEmpty()
                        || judged.plan().restraints().stream().anyMatch(because -> !IN_ORDER.contains(because.kind())));
    }

    private static Json.Obj json(Judged judged) {
        var json = judged.json();
        var tighten = judged.plan().tighten();
        if (tighten.isPresent()) {
            return json.put("how", tighten.get().proof().how().word())
                    .put("policy", policy(tighten.get()))
                    .put("proof", tighten.get().proof().json())
                    .build();
        }
        return json.put("how", isRefused(judged) ? "refused" : "unchanged")
                .put("reasons", reasons(judged))
                .build();
    }

    private void tell(Judged judged) {
        judged.plan()
                .tighten()
                .ifPresentOrElse(
                        tighten -> {
                            terminal.remark(judged.sentence() + ": "
                                    + tighten.proof().how().word() + ": "
                                    + tighten.proof().sentence());
                            tighten.proof()
                                    .cutOff()
                                    .forEach(request -> terminal.remark("  cut off: " + request.sentence()));
                            terminal.say(judged.sentence() + ":");
                            terminal.print(policy(tighten));
                        },
                        () -> {
                            terminal.remark(judged.sentence() + ": " + (isRefused(judged) ? "refused" : "unchanged"));
                            reasons(judged).forEach(reason -> terminal.remark("  " + reason));
                        });
    }

    private static List<String> reasons(Judged judged) {
        return judged.plan().restraints().isEmpty()
                ? judged.open().isEmpty() ? List.of("there is nothing to tighten") : judged.open()
                : judged.plan().restraints().stream().map(Restraint::detail).toList();
    }

    private static Json policy(Tighten tighten) {
        return JsonReader.read(tighten.after()).orThrow("own policy");
    }
}
