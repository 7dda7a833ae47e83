package vpceguard.cli.replay;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import vpceguard.control.Controls;
import vpceguard.event.EndpointChange;
import vpceguard.event.EventReader;
import vpceguard.event.EventReading;
import vpceguard.event.Own;
import vpceguard.flow.FollowUp;
import vpceguard.flow.Invocation;
import vpceguard.flow.Journal;
import vpceguard.flow.Networks;
import vpceguard.flow.Perimeters;
import vpceguard.flow.Ports;
import vpceguard.flow.Remediator;
import vpceguard.flow.Result;
import vpceguard.flow.ServiceDetails;
import vpceguard.flow.Stack;
import vpceguard.flow.Trust;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.Vpc;
import vpceguard.notice.Notice;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.RemediationRecord;

/// Replays recorded calls: what a stack in observe mode would have said to them, by the real pass, each at
/// the time of its call.
public final class Replay {
    private final RecordedEndpoints endpoints;
    private final ServiceDetails services;
    private final BiFunction<String, LocalDate, Perimeter> perimeter;
    private final Set<String> roles;
    private final RecordedLedger ledger = new RecordedLedger(this::closed);
    private final List<Notice> notices = new ArrayList<>();
    private final List<RemediationRecord> digested = new ArrayList<>();
    private int told;
    private final Deque<FollowUp> followUps = new ArrayDeque<>();
    private final Ticking clock = new Ticking();

    /// @param snapshot endpoints that the calls do not make
    /// @param perimeter what is in force for an account on a day
    /// @param roles roles whose calls are the guard's own
    public Replay(
            List<Endpoint> snapshot,
            ServiceDetails services,
            BiFunction<String, LocalDate, Perimeter> perimeter,
            Set<String> roles) {
        this.endpoints = new RecordedEndpoints(snapshot);
        this.services = services;
        this.perimeter = perimeter;
        this.roles = Set.copyOf(roles);
    }

    /// What became of one record.
    public sealed interface Passed {
        /// A call on an endpoint, and what the pass made of it.
        ///
        /// @param digested what is not told at once but by the next digest
        record Call(
                EndpointChange change,
                Optional<Endpoint> endpoint,
                Result result,
                List<Notice> notices,
                List<RemediationRecord> digested)
                implements Passed {
            /// Whether people hear of it.
            public boolean isTold() {
                return !notices.isEmpty() || !digested.isEmpty();
            }
        }

        record Ignored(String reason) implements Passed {}

        record Unreadable(String reason) implements Passed {}
    }

    /// The next record, later than those before.
    ///
    /// @param detail a record of CloudTrail
    public Passed next(Json detail) {
        var account = detail.textAt("recipientAccountId").orElse("");
        var region = detail.textAt("awsRegion").orElse("");
        var envelope = Json.object()
                .put("source", "aws.ec2")
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("account", account)
                .put("region", region)
                .put("detail", detail)
                .build();
        return switch (EventReader.read(envelope, new Own(account, region, roles))) {
            case EventReading.Change(var change) ->
                pass(change, detail, new Stack(Mode.OBSERVE, account, region, "TABLE", "STACK"));
            case EventReading.OwnChange(var change) -> {
                endpoints.apply(change, detail);
                yield new Passed.Ignored("made by the guard itself");
            }
            case EventReading.Ignored(var reason) -> new Passed.Ignored(reason);
            case EventReading.Unreadable(var pointer, var reason) -> new Passed.Unreadable(reason + " at " + pointer);
        };
    }

    private Passed pass(EndpointChange change, Json detail, Stack stack) {
        clock.now = change.origin().time();
        endpoints.apply(change, detail);
        notices.clear();
        digested.clear();
        told = 0;
        var remediator = remediator(stack);
        var invocation = new Invocation("replay", Instant.MAX);
        var result = remediator.event(change, invocation);
        while (!followUps.isEmpty()) {
            var _ = remediator.followUp(followUps.remove(), invocation);
        }
        return new Passed.Call(
                change, endpoints.find(change.endpoint()), result, List.copyOf(notices), List.copyOf(digested));
    }

    /// A record is closed once its notice was sent; without one, it is left to the digest.
    private void closed(RemediationRecord record) {
        if (notices.size() == told) {
            digested.add(record);
        }
        told = notices.size();
    }

    private Remediator remediator(Stack stack) {
        var ports = new Ports(endpoints, services, NO_NETWORKS, ledger, NO_JOURNAL, notices::add, (followUp, delay) -> {
            clock.now = clock.now.plus(delay);
            followUps.add(followUp);
        });
        var perimeters = new Perimeters(
                new OrganizationClaim.Unsaid(),
                Membership.InNone::new,
                _ -> new Trust.Confirmed(today(stack.account())),
                clock.withZone(ZoneOffset.UTC));
        return new Remediator(ports, perimeters, stack, clock.withZone(ZoneOffset.UTC));
    }

    /// Who reaches an endpoint stands in its groups, which no record shows.
    private Perimeter today(String account) {
        return perimeter
                .apply(account, LocalDate.ofInstant(clock.now, ZoneOffset.UTC))
                .with(Controls.SECURITY_GROUP_OPEN, Level.OFF);
    }

    private static final Networks NO_NETWORKS = new Networks() {
        @Override
        public NetworkFacts of(Collection<Endpoint> endpoints) {
            return NetworkFacts.of(List.of(), List.of());
        }

        @Override
        public List<Vpc> vpcs() {
            return List.of();
        }
    };

    private static final Journal NO_JOURNAL = new Journal() {
        @Override
        public void append(List<Json.Obj> entries) {}

        @Override
        public void mention(Json.Obj entry) {}
    };

    /// The time of the call that is replayed.
    private static final class Ticking implements InstantSource {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }
    }
}
