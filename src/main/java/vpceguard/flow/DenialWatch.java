package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.notice.DenialNotice;
import vpceguard.notice.DenialNotice.Hit;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Decision;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.rehearsal.Accounts;
import vpceguard.rehearsal.CallReader;
import vpceguard.rehearsal.RecordedCall;
import vpceguard.rehearsal.Rehearsing;
import vpceguard.remediation.Step;

/// Looks at calls that an endpoint's policy denied, for some days after this function wrote it: whether a repair hit
/// somebody whom the perimeter trusts, or stopped a stranger.
public final class DenialWatch {
    private static final Duration WATCHED = Duration.ofDays(7);

    private final Ports ports;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;

    public DenialWatch(Ports ports, Perimeters perimeters, Stack stack, Clock clock) {
        this.ports = ports;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
    }

    /// Deals with one event; returns one word for what became of it.
    ///
    /// @param event a record of CloudTrail in EventBridge's envelope, whose source is AWS's where AWS sent it
    public String denied(Json event) {
        var isOurs = event.textAt("source")
                        .filter(source -> source.startsWith("aws."))
                        .isPresent()
                && event.textAt("account").equals(Optional.of(stack.account()))
                && event.textAt("region").equals(Optional.of(stack.region()));
        return isOurs ? recorded(event.at("detail").orElse(new Json.Null())) : "IGNORED";
    }

    private String recorded(Json record) {
        return switch (perimeters.current()) {
            case Trust.Confirmed(var perimeter, var _) -> recorded(record, perimeter);
            case Trust.Unconfirmed unconfirmed -> throw unconfirmed.failure("nobody can tell whom a repair hit");
        };
    }

    private String recorded(Json record, Perimeter perimeter) {
        var accounts =
                Accounts.of(perimeter, stack.account(), perimeter.rehearsal().members());
        return switch (new CallReader(accounts).read(record)) {
            case CallReader.Reading.Other() -> "IGNORED";
            case CallReader.Reading.Unreadable(var reason) -> throw new IllegalArgumentException(reason);
            case CallReader.Reading.Call(var call) ->
                call.wasDenied()
                        ? EndpointId.of(call.endpoint())
                                .map(id -> denied(id, call, perimeter))
                                .orElse("IGNORED")
                        : "IGNORED";
        };
    }

    private String denied(EndpointId id, RecordedCall call, Perimeter perimeter) {
        var standing = ports.ledger().standing(id);
        var written = standing.written()
                .filter(ours -> !call.at().plus(NewestIntent.SKEW).isBefore(ours.seenAt())
                        && call.at().isBefore(ours.seenAt().plus(WATCHED)));
        if (written.isEmpty()) {
            return "NOT_REPAIRED";
        }
        var endpoint = ports.endpoints().find(id);
        var before = standing.before().flatMap(text -> PolicyReader.read(text).orEmpty());
        if (endpoint.flatMap(Endpoint::policy).filter(standing::isOurs).isEmpty()) {
            return "NOT_OURS";
        }
        return before.flatMap(policy -> taken(endpoint.get(), policy, call))
                .map(taken -> told(endpoint.get(), written.get(), taken, perimeter))
                .orElse("NOT_OURS");
    }

    /// What the call may have been that the repair took away: it was denied, so it was nothing that the policy lets
    /// through, unless that was not in force yet.
    private static Optional<RecordedCall> taken(Endpoint endpoint, Policy before, RecordedCall call) {
        var denied = endpoint.policy()
                .flatMap(text -> PolicyReader.read(text).orEmpty())
                .flatMap(policy -> Rehearsing.without(Decision.ALLOWED, policy, endpoint.type(), call))
                .orElse(call);
        return Rehearsing.without(Decision.DENIED, before, endpoint.type(), denied);
    }

    private String told(Endpoint endpoint, Standing.Written written, RecordedCall call, Perimeter perimeter) {
        var hit = hit(endpoint, call, perimeter);
        var what = "denied#" + endpoint.id() + "#"
                + Sha256.of(call.caller() + "\n" + call.action() + "\n" + call.target())
                        .substring(0, 16);
        var notice = DenialNotice.of(stack.sender(perimeter), endpoint, written.cause(), written.seenAt(), call, hit);
        return ports.tellOnceADay(what, notice, clock.instant()) ? hit.name() : "KNOWN";
    }

    private Hit hit(Endpoint endpoint, RecordedCall call, Perimeter perimeter) {
        var whom = whom(endpoint, call, perimeter);
        return whom != Hit.STRANGER
                        && Step.same(endpoint.policy(), Optional.of(Policy.QUARANTINE))
                        && Controls.quarantining(Controls.on(endpoint, perimeter))
                                .findAny()
                                .isPresent()
                ? Hit.QUARANTINED
                : whom;
    }

    private Hit whom(Endpoint endpoint, RecordedCall call, Perimeter perimeter) {
        var ceiling = Ceiling.of(perimeter, endpoint, stack.region());
        // As one of what it may have been is enough: to follow widens nothing, and the next denial tells the rest.
        if (Rehearsing.mayAllow(ceiling.policy(), endpoint.type(), call)) {
            return Hit.WITHIN_CEILING;
        }
        return switch (Rehearsing.decide(ceiling.only(Clause.IDENTITIES).policy(), endpoint.type(), call)) {
            case ALLOWED -> Hit.TRUSTED;
            case DENIED -> call.isUnsigned() ? Hit.UNSIGNED : Hit.STRANGER;
            case UNKNOWN -> Hit.UNKNOWN;
        };
    }
}
