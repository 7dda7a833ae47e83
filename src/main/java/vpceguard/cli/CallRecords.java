package vpceguard.cli;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// CloudTrail's records in files: as it puts them into a bucket (`{"Records": [...]}`, also gzipped), as
/// `aws cloudtrail lookup-events` prints them, in EventBridge's envelope, one by one, or one a line.
final class CallRecords {
    /// An hour of a busy Region, unpacked.
    private static final int LONGEST = 1 << 29;

    private CallRecords() {}

    /// All records that look like calls on endpoints, in the order of their times.
    static Input<List<Json>> read(List<String> names) {
        var records = new ArrayList<Json>();
        for (var name : names) {
            switch (files(name)) {
                case Refused<List<Path>>(var reason) -> {
                    return new Refused<>(reason);
                }
                case Read<List<Path>>(var files) -> {
                    for (var file : files) {
                        switch (of(file)) {
                            case Refused<List<Json>>(var reason) -> {
                                return new Refused<>(reason);
                            }
                            case Read<List<Json>>(var some) -> records.addAll(some);
                        }
                    }
                }
            }
        }
        return new Read<>(records.stream()
                .filter(CallRecords::isOfEndpoint)
                .sorted(comparing(record -> record.textAt("eventTime").orElse("")))
                .toList());
    }

    private static boolean isOfEndpoint(Json record) {
        return record.textAt("eventSource").filter("ec2.amazonaws.com"::equals).isPresent()
                && record.textAt("eventName")
                        .filter(name -> name.matches("(Create|Modify)VpcEndpoint"))
                        .isPresent();
    }

    private static Input<List<Path>> files(String name) {
        try {
            var path = Path.of(name);
            if (!Files.isDirectory(path)) {
                return new Read<>(List.of(path));
            }
            try (Stream<Path> files = Files.walk(path)) {
                return new Read<>(files.filter(file -> file.toString().matches(".*\\.jsonl?(\\.gz)?"))
                        .sorted()
                        .toList());
            }
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return new Refused<>(Quoted.of(name) + ": cannot be read, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    private static Input<List<Json>> of(Path file) {
        return text(file).then(text -> {
            var whole = JsonReader.read(text);
            var all = whole instanceof Parsed.Ok<Json>(var json) ? new Read<>(List.of(json)) : lines(text, whole);
            return switch (all) {
                case Refused<List<Json>>(var reason) ->
                    new Refused<List<Json>>(Quoted.of(file.toString()) + ": " + reason);
                case Read<List<Json>>(var documents) ->
                    new Read<>(documents.stream().flatMap(CallRecords::inside).toList());
            };
        });
    }

    private static Input<String> text(Path file) {
        return file.toString().endsWith(".gz") ? unpacked(file) : TextFile.read(file.toString(), LONGEST);
    }

    private static Input<String> unpacked(Path file) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return Input.ofUtf8(in.readNBytes(LONGEST + 1), LONGEST);
        } catch (IOException e) {
            return new Refused<>(
                    Quoted.of(file.toString()) + ": cannot be unpacked, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// JSON lines, or what is wrong with the text as one document if it has but one.
    private static Input<List<Json>> lines(String text, Parsed<Json> whole) {
        var records = new ArrayList<Json>();
        for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
            if (JsonReader.read(line) instanceof Parsed.Ok<Json>(var record)) {
                records.add(record);
            } else {
                return new Refused<>(whole.toString());
            }
        }
        return new Read<>(records);
    }

    private static Stream<Json> inside(Json document) {
        if (document.at("Records").orElse(new Json.Null()) instanceof Json.Arr(var records)) {
            return records.stream();
        }
        if (document.at("Events").orElse(new Json.Null()) instanceof Json.Arr(var events)) {
            return events.stream()
                    .flatMap(event -> event.textAt("CloudTrailEvent").stream())
                    .flatMap(text -> JsonReader.read(text) instanceof Parsed.Ok<Json>(var record)
                            ? Stream.of(record)
                            : Stream.empty());
        }
        return Stream.of(document.at("detail").orElse(document));
    }
}
