package vpceguard.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.smt.Smt;

/// Is one policy within another?
@Command(
        name = "prove",
        header = "Says whether every request that policy A lets through is let through by policy B.",
        customSynopsis = {
            "vpce-guard prove [--type=TYPE] [--json|--smt2] A.json B.json",
            "       vpce-guard prove [--type=TYPE] --lines"
        },
        footer = {
            "",
            "A line is {\"id\", \"a\", \"b\", \"type\"?}; its answer is",
            "{\"id\", \"answer\": \"CONTAINED\"|\"NOT_CONTAINED\"|\"UNKNOWN\", \"witness\"?, \"reason\"?}",
            "or {\"id\", \"error\"}.",
            "",
            "With --smt2 the question is only written, for a solver of your own: unsat is",
            "contained, sat is not contained.",
            "",
            "Examples:",
            "  vpce-guard prove narrow.json wide.json",
            "  vpce-guard prove --type=gateway --json before.json after.json",
            "  vpce-guard prove --smt2 narrow.json wide.json | z3 -in",
            "  vpce-guard prove --lines < pairs.jsonl > answers.jsonl"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:contained; with --lines, all lines are answered; with --smt2, written",
            "1:not contained",
            "2:wrong usage or unreadable input",
            "3:unknown; with --smt2, no exact form in SMT-LIB",
            "70:internal error"
        })
final class Prove extends Answering<Containment> {
    private static final int UNKNOWN = 3;

    @Parameters(arity = "0..2", paramLabel = "A.json B.json", description = "the two policies")
    private List<String> files = List.of();

    @Option(names = "--smt2", order = 4, description = "write the question as SMT-LIB 2.6 and answer nothing")
    private boolean smt2;

    Prove(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (!smt2) {
            return super.call();
        }
        if (json || lines) {
            return terminal.refuse("--smt2 writes one question as SMT-LIB, expected no --json or --lines beside it");
        }
        return terminal.answer(question(usualType()).then(question -> about(question, Smt::of)), this::tell);
    }

    private int tell(Smt question) {
        return switch (question) {
            case Smt.Written(var text) -> {
                terminal.out().print(text);
                yield 0;
            }
            case Smt.Refused(var reason) -> {
                terminal.remark("vpce-guard: cannot be written as SMT-LIB: " + reason);
                yield UNKNOWN;
            }
        };
    }

    @Override
    boolean asked() {
        return !files.isEmpty();
    }

    @Override
    Input<Question> question(EndpointType ofType) {
        return files.size() == 2
                ? Question.ofFiles(Map.of("a", files.get(0), "b", files.get(1)), ofType)
                : new Input.Refused<>("prove needs two files, A.json and B.json, or --lines" + found(files));
    }

    @Override
    Input<Containment> answer(Question question) {
        return about(question, Containment::of);
    }

    private static <T> Input<T> about(Question question, Asking<T> asking) {
        return question.type()
                .then(type ->
                        question.policy("a").then(a -> question.policy("b").map(b -> asking.of(a, b, type))));
    }

    private interface Asking<T> {
        T of(Policy a, Policy b, EndpointType type);
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
            case Containment.Unknown _ -> UNKNOWN;
        };
    }
}
