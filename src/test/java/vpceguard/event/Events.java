package vpceguard.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vpceguard.event.EndpointChange.Created;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.event.EndpointChange.Settled;
import vpceguard.event.EventReading.Change;
import vpceguard.event.EventReading.Ignored;
import vpceguard.event.EventReading.OwnChange;
import vpceguard.event.EventReading.Unreadable;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.Attachments;

/// The events of `events/`, pieces to build others from, and readings put into words.
final class Events {
    static final Path FOLDER = Path.of("events");
    static final Own OWN =
            new Own("111122223333", "us-east-1", Set.of("arn:aws:iam::111122223333:role/vpce-guard-remediator"));

    private Events() {}

    /// The JSON files in a folder and below, by their paths from there.
    static List<String> filesIn(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Json load(Path file) {
        try {
            return json(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Json load(String name) {
        return load(FOLDER.resolve(name));
    }

    static Json json(String text) {
        return switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var value) -> value;
            case Parsed.Malformed<Json> malformed -> throw new AssertionError(malformed.toString());
        };
    }

    static EventReading read(String name) {
        return EventReader.read(load(name), OWN);
    }

    static EndpointChange change(EventReading reading) {
        return switch (reading) {
            case Change(var change) -> change;
            case OwnChange(var change) -> change;
            case Ignored _, Unreadable _ -> throw new AssertionError(words(reading));
        };
    }

    static EndpointChange change(String name) {
        return change(read(name));
    }

    /// The event of that file with one value replaced; the last of the names may be new.
    static Json with(Json event, String value, String... names) {
        return with(event, json(value), List.of(names));
    }

    private static Json with(Json json, Json value, List<String> names) {
        if (names.isEmpty() || !(json instanceof Json.Obj object)) {
            return value;
        }
        var inner = object.get(names.getFirst()).orElse(new Json.Null());
        return object.with(names.getFirst(), with(inner, value, names.subList(1, names.size())));
    }

    /// A reading in one line: what it is, the endpoint, and what the call touched.
    static String words(EventReading reading) {
        return switch (reading) {
            case Change(var change) -> "change: " + words(change);
            case OwnChange(var change) -> "own: " + words(change);
            case Ignored(var reason) -> "ignored: " + reason;
            case Unreadable(var pointer, var reason) -> "unreadable: " + reason + " at " + pointer;
        };
    }

    private static String words(EndpointChange change) {
        return switch (change) {
            case Created created -> "created " + created.endpoint();
            case Modified modified -> "modified " + modified.endpoint() + words(modified.touched());
            case Settled _, Found _, EndpointChange.Asked _ -> throw new AssertionError("no event");
        };
    }

    private static List<String> ids(String sign, Attachments some) {
        return Stream.of(some.securityGroups(), some.subnets(), some.routeTables())
                .flatMap(Set::stream)
                .map(sign::concat)
                .toList();
    }

    private static String words(Touched touched) {
        return switch (touched) {
            case Touched.Everything _ -> " everything";
            case Touched.Members members -> {
                var words = new TreeSet<>(members.others());
                words.addAll(ids("", members.added()));
                words.addAll(ids("-", members.removed()));
                yield members.policy().map(_ -> " policy").orElse("")
                        + (members.policyReset() ? " reset" : "")
                        + (words.isEmpty() ? "" : " " + String.join(" ", words));
            }
        };
    }
}
