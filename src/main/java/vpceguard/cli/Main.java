package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;

/// `./vpce-guard`.
@Command(
        name = "vpce-guard",
        header = "Answers questions about VPC endpoints and their policies, and takes repairs back.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Questions about files, which need no AWS account:",
            "  prove, tighten, assess, ceiling, exempt, replay, rehearse, explain of a file",
            "Questions to AWS, with credentials that may read:",
            "  sweep and plan-upgrade of an account, doctor of a deployed stack, explain and audit of",
            "  its ledger",
            "Changes, made by a deployed stack for whoever may invoke its function:",
            "  undo a repair, follow a wider perimeter",
            "  redrive what failed",
            "Files for an organization's StackSets (docs/organization.md):",
            "  package-org DIRECTORY",
            "",
            "Each command's --help has examples and its exit codes: 0 is the good answer,",
            "1 the bad one, 2 a question that cannot be answered as it was put.",
            "docs/command-line.md shows each at work."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT)
public final class Main implements Callable<Integer> {
    /// The program failed; never an answer.
    private static final int BROKEN = 70;

    private static final Map<String, Function<Terminal, Callable<Integer>>> COMMANDS = commands();

    @Spec
    private CommandSpec itself = CommandSpec.create();

    private Main() {}

    public static void main(String... args) {
        var written = new StandardOutput();
        var out = new PrintStream(written, false, UTF_8);
        var terminal = new Terminal(System.in, out, System.err);
        var code = run(terminal, args);
        out.flush();
        int answer = written.failure()
                .map(failure -> {
                    terminal.remark("vpce-guard: the answer cannot be written, " + failure);
                    return BROKEN;
                })
                .orElse(code);
        // System.exit looks for a logger in every archive first, and nothing waits for the end.
        Runtime.getRuntime().halt(answer);
    }

    /// Somebody asks nothing and wants to know what can be asked.
    @Override
    public Integer call() {
        itself.commandLine().usage(itself.commandLine().getErr());
        return Terminal.USAGE;
    }

    /// The exit code.
    static int run(Terminal terminal, String... args) {
        try {
            return line(terminal, List.of(args)).execute(args);
        } catch (VirtualMachineError broken) {
            return broken(terminal, broken);
        }
    }

    private static Map<String, Function<Terminal, Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Function<Terminal, Callable<Integer>>>();
        commands.put("prove", Prove::new);
        commands.put("tighten", Tighten::new);
        commands.put("assess", Assess::new);
        commands.put("ceiling", PrintCeiling::new);
        commands.put("sweep", SweepAccount::new);
        commands.put("plan-upgrade", PlanUpgrade::new);
        commands.put("explain", Explain::new);
        commands.put("audit", Audit::new);
        commands.put("exempt", AddExemption::new);
        commands.put("replay", ReplayCalls::new);
        commands.put("rehearse", Rehearse::new);
        commands.put("undo", UndoRepair::new);
        commands.put("follow", FollowPerimeter::new);
        commands.put("doctor", Doctor::new);
        commands.put("redrive", RedriveEvents::new);
        commands.put("completion", Completion::new);
        return commands;
    }

    private static Function<Terminal, Callable<Integer>> command(String name) {
        return Objects.requireNonNull(COMMANDS.get(name));
    }

    /// With the command that is asked for, or with all if none is known: to look at each costs more than most answers.
    private static CommandLine line(Terminal terminal, List<String> args) {
        var asked = args.stream().findFirst().filter(COMMANDS::containsKey).filter(name -> !name.equals("completion"));
        var line = new CommandLine(new Main());
        asked.map(List::of)
                .orElseGet(() -> List.copyOf(COMMANDS.keySet()))
                .forEach(name -> line.addSubcommand(name, command(name).apply(terminal)));
        return line.registerConverter(EndpointType.class, Question::type)
                .registerConverter(LocalDate.class, Main::day)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(terminal.out(), true, UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, UTF_8))
                .setParameterExceptionHandler((wrong, _) -> terminal.refuse(Usage.reason(wrong) + ", see "
                        + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help"))
                .setExecutionExceptionHandler((broken, _, _) -> broken(terminal, broken));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new TypeConversionException("expected a day such as 2027-01-31, found " + Quoted.of(text));
        }
    }

    private static int broken(Terminal terminal, Throwable broken) {
        terminal.remark("vpce-guard: internal error, " + broken);
        broken.printStackTrace(terminal.err());
        return BROKEN;
    }

    /// The version of the pom.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (var in = Objects.requireNonNull(Main.class.getResourceAsStream("version.txt"))) {
                return new String[] {"vpce-guard " + new String(in.readAllBytes(), UTF_8).strip()};
            }
        }
    }
}
