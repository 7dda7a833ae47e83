package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// The perimeter document that a command judges by, and where it is read.
final class PerimeterFile {
    @Option(
            names = "--perimeter",
            paramLabel = "FILE",
            description = "who and what is trusted, by docs/perimeter.md, as in force today")
    Optional<String> file = Optional.empty();

    @Option(names = "--account", paramLabel = "ID", description = "account that the document is read for")
    Optional<String> account = Optional.empty();

    @Option(names = "--ring", paramLabel = "NAME", description = "ring of the document that it is read for")
    Optional<String> ring = Optional.empty();

    /// The perimeter in a partition, or what is wrong with file or options.
    Input<Perimeter> in(String partition) {
        return place(partition)
                .then(place -> file.map(name -> TextFile.read(
                                name,
                                json -> PerimeterReader.read(json, name, Controls.known())
                                        .then(document -> document.at(place, LocalDate.now(ZoneOffset.UTC)))))
                        .orElseGet(() -> new Refused<>("expected --perimeter, the file that says who is trusted")));
    }

    private Input<Place> place(String partition) {
        var odd = account.filter(id -> !Perimeter.ACCOUNT.matcher(id).matches());
        return odd.isPresent()
                ? new Refused<>("--account is " + Quoted.of(odd.get()) + ", expected twelve digits")
                : new Read<>(new Place(partition, account, Optional.empty(), ring));
    }
}
