package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterDocument;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// The options that say which perimeter document a command judges by, and for which account and ring it is
/// read.
final class PerimeterFile {
    @Option(names = "--perimeter", paramLabel = "FILE", description = "who and what is trusted, by docs/perimeter.md")
    Optional<String> file = Optional.empty();

    @Mixin
    Where where = new Where();

    /// Whether a document is named, or whom it is read for.
    boolean isGiven() {
        return Stream.of(file, where.account, where.ring).anyMatch(Optional::isPresent);
    }

    /// The perimeter in a partition, or what is wrong with file or options.
    Input<Perimeter> in(String partition) {
        return in(partition, where.account);
    }

    /// The same for an account that is said or shown.
    Input<Perimeter> in(String partition, Optional<String> account) {
        return Where.place(partition, account, where.ring)
                .then(place -> file.map(name -> read(name, place))
                        .orElseGet(() -> new Refused<>("expected --perimeter, the file that says who is trusted")));
    }

    /// The document as it is in force for any account on any day, or what is wrong with file or options.
    Input<BiFunction<String, LocalDate, Perimeter>> onDays(String partition) {
        return in(partition)
                .then(_ -> where.in(partition))
                .then(place -> TextFile.read(
                        file.orElse(""),
                        json -> PerimeterReader.read(json, file.orElse(""), Controls.known())
                                .map(document -> (account, day) -> on(document, of(account, place), day))));
    }

    /// What is no account is the one of the options.
    private static Place of(String account, Place place) {
        return Perimeter.ACCOUNT.matcher(account).matches()
                ? new Place(place.partition(), Optional.of(account), place.organization(), place.ring())
                : place;
    }

    /// A document that is for a place today is so for every account on every day.
    private static Perimeter on(PerimeterDocument document, Place place, LocalDate day) {
        return document.at(place, day).orThrow("a document that was read");
    }

    /// What is in force today of the document in a file.
    static Input<Perimeter> read(String file, Place place) {
        return TextFile.read(
                file,
                json -> PerimeterReader.read(json, file, Controls.known())
                        .then(document -> document.at(place, LocalDate.now(ZoneOffset.UTC))));
    }
}
