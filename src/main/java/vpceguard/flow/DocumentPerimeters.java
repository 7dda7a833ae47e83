package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.control.Controls;
import vpceguard.flow.PerimeterShelf.Document;
import vpceguard.flow.PerimeterShelf.Kept;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.flow.Trust.Earlier;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Sha256;
import vpceguard.notice.PerimeterNotice;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterDocument;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// The perimeter by a document, which is read again every five minutes. One that cannot be read or is refused changes
/// nothing: the last good one stays in force, and a notice says so once a day.
public final class DocumentPerimeters implements PerimeterSource {
    private static final Duration HOLDS = Duration.ofMinutes(5);

    private final PerimeterText source;
    private final PerimeterShelf shelf;
    private final Ports ports;
    private final Place place;
    private final Stack stack;
    private final Clock clock;
    private Optional<Remembered> remembered = Optional.empty();
    private Optional<RuntimeException> untold = Optional.empty();

    /// @param place where the stack is, but for its organization
    public DocumentPerimeters(
            PerimeterText source, PerimeterShelf shelf, Ports ports, Place place, Stack stack, Clock clock) {
        this.source = source;
        this.shelf = shelf;
        this.ports = ports;
        this.place = place;
        this.stack = stack;
        this.clock = clock;
    }

    @Override
    public Trust trust(Optional<String> organization) {
        var now = clock.instant();
        var here = place.in(organization);
        if (remembered.filter(trust -> trust.holds(here, now)).isEmpty()) {
            remembered = Optional.of(new Remembered(here, read(here, now), now));
        }
        var trust = remembered.get().trust();
        if (trust instanceof Trust.Unconfirmed) {
            remembered = Optional.empty();
        }
        return trust;
    }

    @Override
    public void forget() {
        remembered = Optional.empty();
    }

    @Override
    public Optional<RuntimeException> untold() {
        return untold;
    }

    private record Remembered(Place place, Trust trust, Instant at) {
        boolean holds(Place here, Instant now) {
            return place.equals(here) && now.isBefore(at.plus(HOLDS));
        }
    }

    private Trust read(Place here, Instant now) {
        untold = Optional.empty();
        var kept = shelf.kept();
        return switch (source.read()) {
            case Reading.Unread(var reason) -> unread(kept, here, now, reason);
            case Reading.Missing(var reason) -> unread(kept, here, now, reason);
            case Reading.Found(var text, var version) -> {
                var known = kept.latest().filter(latest -> latest.text().equals(text));
                var found =
                        new Document(text, version, known.map(Document::seen).orElse(now));
                boolean isNew = Stream.of(kept.latest(), kept.applied())
                        .flatMap(Optional::stream)
                        .noneMatch(taken -> taken.text().equals(text));
                yield switch (isNew ? checked(found, here, now) : perimeter(found, here, now)) {
                    case Ok<Perimeter>(var perimeter) -> confirmed(perimeter, keep(kept, found, here, now), here, now);
                    case Malformed<Perimeter> refused ->
                        lastGood(kept, here, now, "the perimeter document " + version + " is refused: " + refused);
                };
            }
        };
    }

    private Trust unread(Kept kept, Place here, Instant now, String reason) {
        return lastGood(kept, here, now, "the perimeter document cannot be read: " + reason);
    }

    private Trust lastGood(Kept kept, Place here, Instant now, String fault) {
        if (kept.latest().isEmpty()
                || !(perimeter(kept.latest().get(), here, now) instanceof Ok<Perimeter>(var perimeter))) {
            return new Trust.Unconfirmed(fault + "; there is no earlier one");
        }
        var notice =
                PerimeterNotice.of(stack.sender(), fault, kept.latest().get().version(), now);
        try {
            var _ = ports.tellOnceADay("perimeter-" + Sha256.of(fault).substring(0, 16), notice, now);
        } catch (RuntimeException e) {
            untold = Optional.of(e);
        }
        return confirmed(perimeter, kept, here, now);
    }

    private Trust confirmed(Perimeter perimeter, Kept kept, Place here, Instant now) {
        var until = kept.latest().flatMap(latest -> until(latest, here, now));
        var earlier = kept.applied()
                .filter(applied ->
                        !applied.text().equals(kept.latest().map(Document::text).orElse("")))
                .flatMap(applied -> perimeter(applied, here, now).orEmpty())
                .flatMap(before -> until.map(end -> new Earlier(before, end)));
        return new Trust.Confirmed(perimeter, earlier);
    }

    /// A new document takes the place of the latest, whose ceilings count as the earlier ones if they no longer waited.
    private Kept keep(Kept kept, Document found, Place here, Instant now) {
        if (kept.latest().filter(found::equals).isPresent()) {
            return kept;
        }
        var before = kept.latest().isEmpty()
                ? Optional.of(found)
                : kept.latest()
                        .filter(latest -> until(latest, here, now).isEmpty())
                        .or(kept::applied);
        if (!before.equals(kept.applied())) {
            before.ifPresent(shelf::keepApplied);
        }
        shelf.keepLatest(found);
        return new Kept(Optional.of(found), before);
    }

    private Optional<String> until(Document document, Place here, Instant now) {
        return document(document).orEmpty().flatMap(read -> read.waitsUntil(here, document.seen(), now));
    }

    private Parsed<Perimeter> perimeter(Document document, Place here, Instant now) {
        return document(document).then(read -> read.at(here, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    /// What only a text that is new is asked keeps none out of force that was taken before.
    private Parsed<Perimeter> checked(Document document, Place here, Instant now) {
        return json(document)
                .then(json -> PerimeterReader.read(json, revision(document), Controls.known()))
                .then(read -> read.checkedAt(here, LocalDate.ofInstant(now, ZoneOffset.UTC), stack.region()));
    }

    private static Parsed<PerimeterDocument> document(Document document) {
        return json(document).then(json -> PerimeterReader.readAgain(json, revision(document), Controls.known()));
    }

    private static Parsed<Json> json(Document document) {
        return JsonReader.read(document.text());
    }

    private static String revision(Document document) {
        return document.version() + " sha256:" + Sha256.of(document.text());
    }
}
