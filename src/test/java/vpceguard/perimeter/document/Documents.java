package vpceguard.perimeter.document;

import java.time.LocalDate;
import java.util.Optional;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.perimeter.Perimeter;

/// Perimeter documents to try things on; single quotes stand for double ones.
public final class Documents {
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private Documents() {}

    public static Parsed<PerimeterDocument> parse(String document) {
        return JsonReader.read(document.replace('\'', '"'))
                .then(json -> PerimeterReader.read(json, "test", Controls.known()));
    }

    public static PerimeterDocument read(String document) {
        return ok(parse(document));
    }

    /// What is in force for an account in no ring; the account is trusted only if the document says so.
    public static Perimeter perimeter(String document) {
        return ok(read(document).at(Place.anywhere("aws"), TODAY));
    }

    /// The same under another name for records and notices.
    public static Perimeter perimeter(Json document, String partition, String revision) {
        return ok(PerimeterReader.read(document, revision, Controls.known())
                .then(read -> read.at(Place.anywhere(partition), TODAY)));
    }

    public static Perimeter perimeter(Json document, String partition) {
        return perimeter(document, partition, "test");
    }

    public static Perimeter at(PerimeterDocument document, String account, String ring, LocalDate day) {
        return ok(document.at(
                new Place(
                        "aws",
                        Optional.of(account),
                        Optional.empty(),
                        Optional.of(ring).filter(name -> !name.isEmpty())),
                day));
    }

    private static <T> T ok(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T> malformed -> throw new AssertionError(malformed.toString());
        };
    }
}
