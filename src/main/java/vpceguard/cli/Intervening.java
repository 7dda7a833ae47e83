package vpceguard.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.cli.doctor.DeployedStack;
import vpceguard.flow.Intervention;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// A command that asks a deployed stack's own function to change an endpoint, so that the write stays with the role and
/// the ledger of the stack.
abstract class Intervening implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--reason", required = true, paramLabel = "WHY", description = "why, for the record and the notice")
    String reason = "";

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    @Mixin
    private StackQuestion stack = new StackQuestion();

    Intervening(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What is expected of the argument, and what it is.
    abstract String expected();

    /// What is asked for.
    abstract Json.Obj asked(String by);

    /// The same, as it is checked before anything is sent; what is wrong is said of what was typed.
    private Input<Intervention> checked(Json.Obj asked) {
        return switch (Intervention.read(asked)) {
            case Parsed.Ok<Intervention>(var intervention) -> new Read<>(intervention);
            case Parsed.Malformed<Intervention>(var place, var wrong) ->
                new Refused<>(
                        switch (place.text()) {
                            case "/endpoint", "/record" -> expected();
                            case "/reason" -> "--reason: " + wrong;
                            case "/hours" -> "--hours: " + wrong;
                            default -> wrong + " at " + place;
                        });
        };
    }

    @Override
    public Integer call() {
        if (reason.equals("WHY")) {
            return terminal.refuse("--reason is still \"WHY\", expected the reason, which people will read");
        }
        var user = Optional.ofNullable(System.getProperty("user.name")).orElse("nobody");
        var reply =
                checked(asked(user)).then(asked -> stack.ask((deployed, account) -> send(asked, deployed, account)));
        return terminal.answer(reply, this::tell);
    }

    private static Input<Json> send(Intervention asked, DeployedStack deployed, AwsAccount account) {
        var function = deployed.output("UndoFunctionName");
        if (function.isEmpty()) {
            return new Refused<>("the stack shows no function for this, expected the output UndoFunctionName");
        }
        return switch (JsonReader.read(account.intervene(function.get(), asked, deployed.region()))) {
            case Parsed.Ok<Json>(var answer) -> new Read<>(answer);
            case Parsed.Malformed<Json> malformed -> new Refused<>("the function answered no JSON, " + malformed);
        };
    }

    private int tell(Json answer) {
        var result = answer.textAt("result").orElse("");
        if (json) {
            terminal.print(answer);
        } else {
            terminal.say(result);
            answer.textAt("record").ifPresent(cause -> terminal.say("record " + cause));
            answer.textAt("reason").ifPresent(terminal::say);
        }
        return result.equals("CHANGED") ? 0 : 1;
    }
}
