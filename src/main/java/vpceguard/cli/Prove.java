package vpceguard.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.proof.Containment;

/// Is one policy within another?
@Command(
        name = "prove",
        header = "Says whether every request that policy A lets through is let through by policy B.",
        customSynopsis = {
            "vpce-guard prove [--type=TYPE] [--json] A.json B.json",
            "       vpce-guard prove [--type=TYPE] --lines"
        },
        footer = {
            "",
            "A line is {\"id\", \"a\", \"b\", \"type\"?}; its answer is",
            "{\"id\", \"answer\": \"CONTAINED\"|\"NOT_CONTAINED\"|\"UNKNOWN\", \"witness\"?, \"reason\"?}",
            "or {\"id\", \"error\"}.",
            "",
            "Examples:",
            "  vpce-guard prove narrow.json wide.json",
            "  vpce-guard prove --type=gateway --json before.json after.json",
            "  vpce-guard prove --lines < pairs.jsonl > answers.jsonl"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:contained; with --lines, all lines are answered",
            "1:not contained",
            "2:wrong usage or unreadable input",
            "3:unknown",
            "70:internal error"
        })
final class Prove extends Answering<Containment> {
    @Parameters(arity = "0..2", paramLabel = "A.json B.json", description = "the two policies")
    private List<String> files = List.of();

    Prove(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean asked() {
        return !files.isEmpty();
    }

    @Override
    Input<Question> question(EndpointType ofType) {
        return files.size() == 2
                ? Question.ofFiles(Map.of("a", files.get(0), "b", files.get(1)), ofType)
                : new Input.Refused<>("prove needs two files, A.json and B.json, or --lines");
    }

    @Override
    Input<Containment> answer(Question question) {
        return question.type()
                .then(type ->
                        question.policy("a").then(a -> question.policy("b").map(b -> Containment.of(a, b, type))));
    }

    @Override
    Json.Obj json(Containment answer) {
        return switch (answer) {
            case Containment.Contained() ->
                Json.object().put("answer", "CONTAINED").build();
            case Containment.NotContained(var witness) ->
                Json.object()
                        .put("answer", "NOT_CONTAINED")
                        .put("witness", witness.json())
                        .build();
            case Containment.Unknown(var reason) ->
                Json.object().put("answer", "UNKNOWN").put("reason", reason).build();
        };
    }

    @Override
    void tell(Containment answer, Terminal person) {
        switch (answer) {
            case Containment.Contained() -> person.say("contained: B lets through every request that A does");
            case Containment.NotContained(var witness) -> {
                person.say("not contained: A lets this request through, B does not");
                person.say(witness.sentence());
            }
            case Containment.Unknown(var reason) -> person.say("unknown: " + reason);
        }
    }

    @Override
    int exitCode(Containment answer) {
        return switch (answer) {
            case Containment.Contained _ -> 0;
            case Containment.NotContained _ -> 1;
            case Containment.Unknown _ -> 3;
        };
    }
}
