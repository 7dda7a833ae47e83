package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
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

    @Mixin
    Where where = new Where();

    /// The perimeter in a partition, or what is wrong with file or options.
    Input<Perimeter> in(String partition) {
        return where.in(partition)
                .then(place -> file.map(name -> read(name, place))
                        .orElseGet(() -> new Refused<>("expected --perimeter, the file that says who is trusted")));
    }

    /// What is in force today of the document in a file.
    static Input<Perimeter> read(String file, Place place) {
        return TextFile.read(
                file,
                json -> PerimeterReader.read(json, file, Controls.known())
                        .then(document -> document.at(place, LocalDate.now(ZoneOffset.UTC))));
    }
}
