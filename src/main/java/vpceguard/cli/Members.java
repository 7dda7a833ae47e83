package vpceguard.cli;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;

/// The accounts of the organization, where they are known.
final class Members {
    @Option(
            names = "--members",
            paramLabel = "FILE",
            description = "what aws organizations list-accounts prints: all accounts of the organization")
    private Optional<String> file = Optional.empty();

    Input<Set<String>> ids() {
        return file.map(name -> TextFile.read(
                        name,
                        document -> Shown.read(
                                document, shown -> Set.copyOf(shown.list("Accounts", one -> one.required("Id"))))))
                .orElseGet(() -> new Read<>(new HashSet<>()));
    }
}
