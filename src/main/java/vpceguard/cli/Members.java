package vpceguard.cli;

import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;
import vpceguard.cli.shown.ShownOrganization;
import vpceguard.perimeter.Perimeter;

/// The option that names the accounts of the organization.
final class Members {
    @Option(
            names = "--members",
            paramLabel = "FILE",
            description = "what aws organizations list-accounts prints: all accounts of the organization;"
                    + " else those of the perimeter document")
    private Optional<String> file = Optional.empty();

    boolean areGiven() {
        return file.isPresent();
    }

    /// Those of the file, else those that the perimeter document names.
    Input<Set<String>> ids(Perimeter perimeter) {
        return file.map(name -> TextFile.read(name, ShownOrganization::accounts))
                .orElseGet(() -> new Read<>(perimeter.rehearsal().members()));
    }
}
