package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount;
import vpceguard.aws.S3Files;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.flow.RecordedCalls.Reading;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;
import vpceguard.perimeter.RehearsalRules;
import vpceguard.rehearsal.Coverage.Window;

/// Where recorded calls are read from.
sealed interface RecordSource {
    Pattern BUCKET = Pattern.compile("s3://([a-z0-9.-]{3,63})(?:/(.*))?");
    Pattern FILE = Pattern.compile(".*\\.jsonl?(\\.gz)?");
    Pattern DAY = Pattern.compile("/([0-9]{4})/([0-9]{2})/([0-9]{2})/[^/]*$");
    String LOGS = "logs:";

    /// A file, or all in a directory.
    record Disk(String name) implements RecordSource {
        /// Hands over each record.
        Input<Optional<String>> each(Consumer<Json> record) {
            try {
                var path = Path.of(name);
                if (!Files.exists(path)) {
                    return new Refused<>(Quoted.of(name) + ": no such file or directory");
                }
                try (var files = Files.walk(path)) {
                    for (var file : files.filter(Files::isRegularFile)
                            .filter(one -> one.equals(path)
                                    || FILE.matcher(one.toString()).matches())
                            .sorted()
                            .toList()) {
                        var fault = stream(file.toString(), Files.newInputStream(file), record);
                        if (fault.isPresent()) {
                            return new Refused<>(fault.get());
                        }
                    }
                }
                return new Read<>(Optional.empty());
            } catch (IOException | UncheckedIOException | InvalidPathException e) {
                return new Refused<>(
                        Quoted.of(name) + ": cannot be read, " + Quoted.of(String.valueOf(e.getMessage())));
            }
        }
    }

    record Bucket(String name, String prefix) implements RecordSource {}

    record LogGroup(String name) implements RecordSource {}

    static RecordSource of(String text) {
        var bucket = BUCKET.matcher(text);
        if (bucket.matches()) {
            return new Bucket(
                    bucket.group(1), Optional.ofNullable(bucket.group(2)).orElse(""));
        }
        return text.startsWith(LOGS) ? new LogGroup(text.substring(LOGS.length())) : new Disk(text);
    }

    /// Whether it needs no credentials.
    default boolean isOnDisk() {
        return this instanceof Disk;
    }

    /// With whose credentials, and where, AWS is asked for what is not on disk; nothing else asks for them.
    record Asked(Supplier<AwsAccount> account, String region) {}

    /// Hands over each record; why some were not read, if that is so.
    default Input<Optional<String>> each(Window window, Asked aws, Consumer<Json> record) {
        try {
            return switch (this) {
                case Disk disk -> disk.each(record);
                case Bucket(var name, var prefix) ->
                    bucket(aws.account().get().files(name, aws.region()), name, prefix, window, record);
                case LogGroup(var name) -> {
                    var to = window.to().orElseGet(Instant::now);
                    var from = window.from().orElse(to.minus(Duration.ofDays(RehearsalRules.USUAL_DAYS)));
                    yield switch (aws.account()
                            .get()
                            .calls(name, aws.region())
                            .read(Optional.empty(), from, to, record)) {
                        case Reading.All() -> new Read<>(Optional.empty());
                        case Reading.Cut(var reason) -> new Read<>(Optional.of(reason));
                        case Reading.Unread(var reason) -> new Refused<>(reason);
                    };
                }
            };
        } catch (IOException e) {
            return new Refused<>("cannot be read, " + Quoted.of(String.valueOf(e.getMessage())));
        } catch (SdkException e) {
            return new Refused<>(NoAnswer.of(e));
        }
    }

    private static Input<Optional<String>> bucket(
            S3Files files, String name, String prefix, Window window, Consumer<Json> record) throws IOException {
        Optional<String> next = Optional.empty();
        do {
            var page = files.list(prefix, next);
            for (var key : page.keys()) {
                if (FILE.matcher(key).matches() && isWithin(key, window)) {
                    var fault = stream("s3://" + name + "/" + key, files.open(key), record);
                    if (fault.isPresent()) {
                        return new Refused<>(fault.get());
                    }
                }
            }
            next = page.next();
        } while (next.isPresent());
        return new Read<>(Optional.empty());
    }

    /// CloudTrail puts a file under the day of its delivery, which is not before that of its calls.
    private static boolean isWithin(String key, Window window) {
        var day = DAY.matcher(key);
        if (!day.find() || window.from().isEmpty()) {
            return true;
        }
        try {
            var delivered = LocalDate.of(
                    Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
            return !delivered.isBefore(LocalDate.ofInstant(window.from().get(), ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return true;
        }
    }

    /// What is wrong with the file, if something is.
    private static Optional<String> stream(String name, InputStream file, Consumer<Json> record) throws IOException {
        try (var in = file;
                var text = name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
                var reader = new InputStreamReader(text, UTF_8)) {
            var records = new RecordStream(reader);
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                switch (next.get().then(RecordSource::inside)) {
                    case Ok<Json>(var json) -> record.accept(json);
                    case Malformed<Json> malformed -> {
                        return Optional.of(Quoted.of(name) + ", line " + records.line() + ": "
                                + (malformed.pointer().equals(JsonPointer.ROOT) ? malformed.reason() : malformed));
                    }
                }
            }
            return Optional.empty();
        } catch (ZipException | EOFException e) {
            return Optional.of(Quoted.of(name) + ": cannot be unpacked, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// The record in EventBridge's envelope, or in an event as `aws cloudtrail lookup-events` prints it.
    private static Parsed<Json> inside(Json json) {
        return json.textAt("CloudTrailEvent")
                .map(JsonReader::read)
                .orElse(new Ok<>(json))
                .map(record -> record.at("detail").orElse(record));
    }
}
