package vpceguard.event;

import java.util.Optional;
import java.util.regex.Pattern;
import vpceguard.event.EventReading.Change;
import vpceguard.event.EventReading.Ignored;
import vpceguard.event.EventReading.OwnChange;
import vpceguard.event.EventReading.Unreadable;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;

/// Reads what EventBridge delivers: CloudTrail's record of a call, in an envelope.
///
/// The rules filter before, and the function reads the endpoint after. An event is ignored only if it is
/// known not to change an endpoint of this account and Region now; what is not understood is unreadable,
/// never ignored.
public final class EventReader {
    private static final String DETAIL_TYPE = "AWS API Call via CloudTrail";
    private static final String EC2 = "ec2.amazonaws.com";
    private static final String CREATE = "CreateVpcEndpoint";
    private static final String MODIFY = "ModifyVpcEndpoint";
    private static final Pattern UNDERSTOOD_VERSION = Pattern.compile("1\\.[0-9]+");
    private static final Pattern ON_THE_SIDE_OF_AWS =
            Pattern.compile("Server\\..+|Internal(Error|Failure)|(Service)?Unavailable");
    private static final Pattern DRY_RUN = Pattern.compile("(Client\\.)?DryRunOperation");

    private final Value envelope;
    private final Value detail;
    private final Own own;

    private EventReader(Json envelope, Own own) {
        this.envelope = new Value(JsonPointer.ROOT, envelope);
        this.detail = this.envelope.get("detail");
        this.own = own;
    }

    /// What the event is to the stack of `own`; nothing is thrown, whatever the envelope.
    public static EventReading read(Json envelope, Own own) {
        return new EventReader(envelope, own).read();
    }

    private EventReading read() {
        return noRecord()
                .or(this::replayed)
                .or(this::anotherVersion)
                .or(this::anotherCall)
                .or(() -> anothers("account", "recipientAccountId", own.account()))
                .or(() -> anothers("region", "awsRegion", own.region()))
                .or(this::failed)
                .orElseGet(this::change);
    }

    private Optional<EventReading> noRecord() {
        if (!envelope.isObject()) {
            return unreadable(envelope, "an event in EventBridge's envelope");
        }
        return expected(envelope.get("detail-type"), DETAIL_TYPE, "event of another kind")
                .or(() -> expected(envelope.get("source"), "aws.ec2", "event from another source"))
                .or(() -> detail.isObject() ? Optional.empty() : unreadable(detail, "a CloudTrail record"));
    }

    /// Whoever replays an archive would have all that stands since these calls taken for made just now. EventBridge
    /// names the replay in the envelope, where no sender can.
    private Optional<EventReading> replayed() {
        return envelope.get("replay-name")
                .string()
                .map(name -> new Ignored("event of a call of long ago, replayed as " + Quoted.of(name)));
    }

    /// Versions are two numbers, not a decimal: 1.11 comes after 1.9, and any minor version may only add members.
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    private Optional<EventReading> anotherVersion() {
        var version = detail.get("eventVersion");
        return version.scalar()
                        .filter(text -> UNDERSTOOD_VERSION.matcher(text).matches())
                        .isPresent()
                ? Optional.empty()
                : unreadable(version, "version 1 of CloudTrail's records");
    }

    /// OpenSearch has calls of the same names, and a call that came through an endpoint is recorded a second time, as
    /// network activity without parameters.
    private Optional<EventReading> anotherCall() {
        var name = detail.get("eventName");
        return expected(detail.get("eventSource"), EC2, "call of another service")
                .or(() -> name.string().isEmpty() ? unreadable(name, "the name of a call") : Optional.empty())
                .or(() -> name.string()
                        .filter(call -> !call.equals(CREATE) && !call.equals(MODIFY))
                        .map(call -> new Ignored("call that changes no endpoint: " + Quoted.of(call))))
                .or(() -> detail.get("eventCategory")
                        .string()
                        .filter("NetworkActivity"::equals)
                        .map(_ -> new Ignored("network activity: the call itself is recorded apart")));
    }

    /// Both say whose event it is; `ownerId` does not, since as a number it loses leading zeros.
    private Optional<EventReading> anothers(String inEnvelope, String inRecord, String ours) {
        var outer = envelope.get(inEnvelope);
        var inner = detail.get(inRecord);
        if (outer.string().isEmpty()) {
            return unreadable(outer, "a string");
        }
        if (!inner.isAbsent() && !inner.string().equals(outer.string())) {
            return unreadable(inner, "the " + inEnvelope + " of the envelope");
        }
        return expected(outer, ours, "event of another " + inEnvelope);
    }

    private Optional<EventReading> failed() {
        var code = detail.get("errorCode");
        if (mayBeMadeAllTheSame(code)) {
            return Optional.empty();
        }
        if (!code.isAbsent()) {
            return code.string()
                    .<EventReading>map(text -> new Ignored(
                            DRY_RUN.matcher(text).matches() ? "dry run" : "failed call: " + Quoted.of(text)))
                    .or(() -> unreadable(code, "an error code"));
        }
        return ChangeReader.answeredFalse(detail)
                ? Optional.of(new Ignored("failed call: EC2 answered false"))
                : Optional.empty();
    }

    /// Whether EC2 may have changed the endpoint before the call failed. A Create that failed names no endpoint, nor
    /// does a call whose parameters are left out: the sweep finds what they did. What became of an own call its
    /// record tells.
    private boolean mayBeMadeAllTheSame(Value code) {
        return code.string()
                        .filter(text -> ON_THE_SIDE_OF_AWS.matcher(text).matches())
                        .isPresent()
                && detail.get("eventName").string().equals(Optional.of(MODIFY))
                && !ChangeReader.isLeftOut(detail.get("requestParameters"))
                && !isOwn(OriginReader.actor(detail));
    }

    private boolean isOwn(Actor actor) {
        return actor.roleArn().filter(own.roleArns()::contains).isPresent();
    }

    private EventReading change() {
        var created = detail.get("eventName").string().equals(Optional.of(CREATE));
        Parsed<EndpointChange> change = OriginReader.read(detail, created ? CREATE : MODIFY, own)
                .then(origin -> created ? ChangeReader.created(detail, origin) : ChangeReader.modified(detail, origin));
        return switch (change) {
            case Ok<EndpointChange>(var known) ->
                isOwn(known.origin().actor()) ? new OwnChange(known) : new Change(known);
            case Malformed<EndpointChange>(var pointer, var reason) -> new Unreadable(pointer, reason);
        };
    }

    /// Empty if the text is the expected one; another text is ignored, anything else is unreadable.
    private static Optional<EventReading> expected(Value value, String text, String otherwise) {
        return value.string().isEmpty()
                ? unreadable(value, Quoted.of(text))
                : value.string()
                        .filter(other -> !other.equals(text))
                        .map(other -> new Ignored(otherwise + ": " + Quoted.of(other)));
    }

    private static Optional<EventReading> unreadable(Value value, String expected) {
        var refused = value.refused(expected);
        return Optional.of(new Unreadable(refused.pointer(), refused.reason()));
    }
}
