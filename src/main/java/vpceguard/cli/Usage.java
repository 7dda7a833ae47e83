package vpceguard.cli;

import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import vpceguard.json.Quoted;

/// Says what is wrong with a command line: in picocli's words where they will do, else in our own.
final class Usage {
    private Usage() {}

    static String reason(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        var message = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String meant(UnmatchedArgumentException wrong) {
        return wrong.getSuggestions().isEmpty() ? "" : ", perhaps " + String.join(" or ", wrong.getSuggestions());
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        var argument = Quoted.of(wrong.getUnmatched().getFirst());
        var commands = wrong.getCommandLine().getSubcommands().keySet();
        if (wrong.isUnknownOption()) {
            return "unknown option " + argument + (commands.isEmpty() ? meant(wrong) : ", options follow the command");
        }
        return commands.isEmpty()
                ? "unexpected argument " + argument
                : "unknown command " + argument + ", expected " + String.join(", ", commands);
    }
}
