package vpceguard.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.aws.AwsAccount;
import vpceguard.aws.DocumentPlace;
import vpceguard.cli.Input.Read;
import vpceguard.cli.doctor.Checkup;
import vpceguard.cli.doctor.DeployedStack;
import vpceguard.cli.doctor.Sign;
import vpceguard.cli.doctor.Sign.State;
import vpceguard.json.Json;

/// Can the deployed stack do its work?
@Command(
        name = "doctor",
        header = "Looks whether a deployed stack hears of calls, may repair, and is heard; says what to do.",
        customSynopsis = {
            "vpce-guard doctor [--stack=NAME] [--region=REGION] [--profile=NAME]",
            "                         [--json]"
        },
        footer = {
            "",
            "It looks at the stack and its mode, a trail that logs management events, the",
            "rules, the age of the last event, the role's rights, the organization and the",
            "perimeter document, the topics with their subscribers and keys, the queues of",
            "what failed, and the last sweep. It only reads; what the credentials may not",
            "read is told as not known.",
            "",
            "Examples:",
            "  vpce-guard doctor --stack=vpce-guard",
            "  vpce-guard doctor --stack=vpce-guard --region=eu-west-1 --profile=audit --json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well, or odd but working",
            "1:something keeps the stack from its work",
            "2:wrong usage, no such stack, or AWS cannot be asked",
            "3:something could not be looked at",
            "70:internal error"
        })
final class Doctor implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    @Mixin
    private StackQuestion stack = new StackQuestion();

    Doctor(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return terminal.answer(stack.ask(this::signs), signs -> {
            if (json) {
                terminal.print(new Json.Arr(signs.stream().map(Doctor::json).toList()));
            } else {
                signs.forEach(this::tell);
            }
            return has(signs, State.ILL) ? 1 : has(signs, State.UNKNOWN) ? 3 : 0;
        });
    }

    private Input<List<Sign>> signs(DeployedStack deployed, AwsAccount account) {
        var region = deployed.region();
        var checkup = new Checkup(
                Instant.now(),
                place -> DocumentPlace.of(place).map(where -> account.document(where, region)),
                () -> account.membership(region));
        return new Read<>(checkup.signs(deployed, account.questions(region)::ask));
    }

    private static boolean has(List<Sign> signs, State state) {
        return signs.stream().anyMatch(sign -> sign.state() == state);
    }

    private void tell(Sign sign) {
        terminal.say("%-8s%s: %s".formatted(word(sign), sign.about(), sign.found()));
        if (!sign.todo().isEmpty()) {
            terminal.say("        do: " + sign.todo());
        }
    }

    private static String word(Sign sign) {
        return switch (sign.state()) {
            case WELL -> "well";
            case ODD -> "odd";
            case ILL -> "ILL";
            case UNKNOWN -> "unknown";
        };
    }

    private static Json json(Sign sign) {
        return Json.object()
                .put("state", sign.state().name().toLowerCase(Locale.ROOT))
                .put("about", sign.about())
                .put("found", sign.found())
                .put("todo", Optional.of(sign.todo()).filter(text -> !text.isEmpty()))
                .build();
    }
}
