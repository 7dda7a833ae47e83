package vpceguard.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import vpceguard.json.Parsed;

/// Reads who called, when and from where; of the actor every part may be missing.
final class OriginReader {
    /// CloudTrail writes a UUID; the bound keeps what becomes a key of the ledger short and printable.
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})");

    private OriginReader() {}

    static Parsed<Origin> read(Value detail, String eventName, Own own) {
        var eventId = detail.get("eventID");
        var eventTime = detail.get("eventTime");
        return eventId.expecting("an event id", id(eventId))
                .then(id -> eventTime
                        .expecting("a time such as 2026-01-31T12:00:00Z", time(eventTime))
                        .map(time -> new Origin(
                                id,
                                id(detail.get("addendum", "originalEventID")),
                                id(detail.get("requestID")),
                                eventName,
                                time,
                                own.account(),
                                own.region(),
                                actor(detail))));
    }

    static Actor actor(Value detail) {
        var identity = detail.get("userIdentity");
        return new Actor(
                identity.get("type").string(),
                identity.get("arn").string(),
                identity.get("principalId").string(),
                identity.get("sessionContext", "sessionIssuer", "arn").string(),
                identity.get("invokedBy").string(),
                detail.get("sourceIPAddress").string(),
                detail.get("userAgent").string());
    }

    private static Optional<String> id(Value value) {
        return value.string().filter(id -> ID.matcher(id).matches());
    }

    private static Optional<Instant> time(Value value) {
        try {
            return value.string().filter(time -> TIME.matcher(time).matches()).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty(); // well formed, but no date: the 31st of February
        }
    }
}
