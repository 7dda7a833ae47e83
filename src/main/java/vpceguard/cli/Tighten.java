package vpceguard.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Tightening;
import vpceguard.policy.proof.Tightening.Refused;
import vpceguard.policy.proof.Tightening.Unchanged;
import vpceguard.policy.proof.Tightening.Written;

/// What do two policies both let through?
@Command(
        name = "tighten",
        header = "Writes a policy that lets through exactly what policy and ceiling both do, with its proof.",
        customSynopsis = {
            "vpce-guard tighten [--type=TYPE] [--json] POLICY.json CEILING.json",
            "       vpce-guard tighten --template=FILE --perimeter=FILE [--region=REGION]",
            "                          [--account=ID] [--ring=NAME] [--json]",
            "       vpce-guard tighten [--type=TYPE] --lines"
        },
        footer = {
            "",
            "Standard output gets the policy to write and nothing else, the proof in words",
            "goes to standard error. A policy within the ceiling is written as it was.",
            "",
            "A line is {\"id\", \"policy\", \"ceiling\", \"type\"?}; its answer is {\"id\",",
            "\"how\": \"unchanged\"|\"replace\"|\"narrow\"|\"append\"|\"refused\", \"policy\", \"proof\"?,",
            "\"reason\"?} or {\"id\", \"error\"}. If unchanged or refused, there is a reason and no",
            "proof, and the policy is the old one.",
            "",
            "With --template each endpoint that the template declares is answered, with the",
            "policy that vpce-guard would write once it is made, under a line with its name.",
            "",
            "Examples:",
            "  vpce-guard tighten policy.json ceiling.json > tightened.json",
            "  vpce-guard tighten --type=gateway --json policy.json ceiling.json",
            "  vpce-guard tighten --template=template.yaml --perimeter=perimeter.json",
            "  vpce-guard tighten --lines < policies.jsonl > answers.jsonl"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a policy is written; with --lines, all lines are answered",
            "1:refused: there is no such policy, or it could not be proved",
            "2:wrong usage or unreadable input",
            "70:internal error"
        })
final class Tighten extends Answering<Tighten.Tightened> {
    @Parameters(arity = "0..2", paramLabel = "POLICY.json CEILING.json", description = "the two policies")
    private List<String> files = List.of();

    @Mixin
    private PerimeterFile perimeter = new PerimeterFile();

    @Mixin
    private TemplateFile template = new TemplateFile();

    Tighten(Terminal terminal) {
        super(terminal);
    }

    /// A policy, and what became of it.
    record Tightened(Policy old, Tightening outcome) {}

    @Override
    public Integer call() throws IOException {
        if (template.file.isEmpty()) {
            return perimeter.isGiven() || template.region.isPresent()
                    ? terminal.refuse(
                            "--perimeter, --account, --ring and --region are for --template, which is not given;"
                                    + " with two files the ceiling is the second, as vpce-guard ceiling prints it")
                    : super.call();
        }
        return !files.isEmpty() || lines || type.isPresent()
                ? terminal.refuse("--template names all policies, expected no files, --type or --lines beside it")
                : new TightenTemplate(template, terminal).run(perimeter, json);
    }

    @Override
    boolean asked() {
        return !files.isEmpty();
    }

    @Override
    Input<Question> question(EndpointType ofType) {
        return files.size() == 2
                ? Question.ofFiles(Map.of("policy", files.get(0), "ceiling", files.get(1)), ofType)
                : new Input.Refused<>(
                        "tighten needs two files, POLICY.json and CEILING.json, or --lines" + found(files));
    }

    @Override
    Input<Tightened> answer(Question question) {
        return question.type()
                .then(type -> question.policy("policy")
                        .then(policy -> question.policy("ceiling")
                                .map(ceiling -> new Tightened(policy, Tightening.of(policy, ceiling, type)))));
    }

    @Override
    Json.Obj json(Tightened answer) {
        return switch (answer.outcome()) {
            case Written(var policy, var proof) ->
                Json.object()
                        .put("how", proof.how().word())
                        .put("policy", policy.source())
                        .put("proof", proof.json())
                        .build();
            case Unchanged(var reason) -> asItWas("unchanged", answer.old(), reason);
            case Refused(var reason) -> asItWas("refused", answer.old(), reason);
        };
    }

    private static Json.Obj asItWas(String how, Policy old, String reason) {
        return Json.object()
                .put("how", how)
                .put("policy", old.source())
                .put("reason", reason)
                .build();
    }

    @Override
    void tell(Tightened answer, Terminal person) {
        switch (answer.outcome()) {
            case Written(var policy, var proof) -> {
                person.remark(proof.how().word() + ": " + proof.sentence());
                proof.cutOff().forEach(request -> person.remark("cut off: " + request.sentence()));
                person.print(policy.source());
            }
            case Unchanged(var reason) -> {
                person.remark("unchanged: " + reason);
                person.print(answer.old().source());
            }
            case Refused(var reason) -> person.remark("refused: " + reason);
        }
    }

    @Override
    int exitCode(Tightened answer) {
        return answer.outcome() instanceof Refused ? 1 : 0;
    }
}
