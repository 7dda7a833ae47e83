package vpceguard.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What a shell must know to complete a command line.
@Command(
        name = "completion",
        header = "Prints a script that lets bash and zsh complete commands and options.",
        customSynopsis = {"vpce-guard completion"},
        footer = {
            "",
            "Examples:",
            "  source <(vpce-guard completion)",
            "  vpce-guard completion > ~/.local/share/bash-completion/completions/vpce-guard"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the script is printed", "2:wrong usage", "70:internal error"})
final class Completion implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec itself = CommandSpec.create();

    Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("vpce-guard", itself.root().commandLine()));
        return 0;
    }
}
