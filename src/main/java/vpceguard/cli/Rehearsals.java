package vpceguard.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.rehearsal.Accounts;
import vpceguard.rehearsal.CallReader;
import vpceguard.rehearsal.Coverage.Window;
import vpceguard.rehearsal.Rehearsal;
import vpceguard.rehearsal.Rehearsing;
import vpceguard.remediation.Plan;

/// Rehearsals of several endpoints on the same recorded calls, which are read once.
final class Rehearsals {
    /// Stands for the endpoint, if all records are of calls through the same.
    static final String ANY = "";

    private final CallReader reader;
    private final Window window;
    private final Map<String, Rehearsing> byEndpoint = new LinkedHashMap<>();
    private final Set<String> unnamed = new LinkedHashSet<>();
    private Optional<String> cutOff = Optional.empty();
    private long unreadable;

    Rehearsals(Accounts accounts, Window window) {
        this.reader = new CallReader(accounts);
        this.window = window;
    }

    /// What is wrong with a number of days, if something is.
    static Optional<String> fault(int days) {
        return days < 1 || days > 3650 ? Optional.of("--days is " + days + ", expected 1 to 3650") : Optional.empty();
    }

    static Window lastDays(Optional<Integer> days, Instant now) {
        return days.map(count -> Window.of(Duration.ofDays(count), now)).orElse(Window.OPEN);
    }

    /// Of calls through an endpoint, or all of them.
    void add(String endpoint, Policy before, Policy after, EndpointType type, Optional<Policy> trusted) {
        byEndpoint.put(endpoint, new Rehearsing(before, after, type, trusted, window));
    }

    /// Of calls through an endpoint, if its plan writes a tighter policy.
    void add(Endpoint endpoint, String region, Plan plan, Perimeter perimeter) {
        plan.tighten()
                .ifPresent(tighten -> add(
                        endpoint.id().value(),
                        policy(tighten.before()),
                        policy(tighten.after()),
                        endpoint.type(),
                        Optional.of(Ceiling.of(perimeter, endpoint.service(), region, Set.of(Clause.IDENTITIES))
                                .policy())));
    }

    private static Policy policy(String text) {
        return PolicyReader.read(text).orThrow("a planned policy");
    }

    /// Runs the records of the sources; what is wrong with one of these ends it. Calls through one endpoint are no
    /// evidence for another.
    Input<Rehearsals> run(List<String> sources, RecordSource.Asked aws) {
        for (var source : sources) {
            switch (RecordSource.of(source).each(window, aws, this::next)) {
                case Refused<Optional<String>>(var reason) -> {
                    return new Refused<>(reason);
                }
                case Read<Optional<String>>(var reason) -> cutOff = cutOff.or(() -> reason);
            }
        }
        return unnamed.size() > 1
                ? new Refused<>("the records are of calls through several endpoints, such as "
                        + unnamed.stream().map(Quoted::of).collect(Collectors.joining(" and "))
                        + ", expected --endpoint, the one that the policies are for")
                : new Read<>(this);
    }

    private void next(Json record) {
        switch (reader.read(record)) {
            case CallReader.Reading.Call(var call) -> {
                if (byEndpoint.containsKey(ANY) && window.holds(call.at()) && unnamed.size() < 2) {
                    unnamed.add(call.endpoint());
                }
                Optional.ofNullable(byEndpoint.getOrDefault(call.endpoint(), byEndpoint.get(ANY)))
                        .ifPresent(rehearsing -> rehearsing.add(call));
            }
            case CallReader.Reading.Other() -> {}
            case CallReader.Reading.Unreadable _ -> {
                unreadable++;
                byEndpoint.values().forEach(Rehearsing::addUnreadable);
            }
        }
    }

    /// What came of an endpoint's; empty if it had none.
    Optional<Rehearsal> of(String endpoint) {
        return Optional.ofNullable(byEndpoint.get(endpoint))
                .map(rehearsing -> rehearsing.result().cutOff(cutOff));
    }

    Map<String, Rehearsal> all() {
        var all = new LinkedHashMap<String, Rehearsal>();
        byEndpoint.keySet().forEach(id -> of(id).ifPresent(result -> all.put(id, result)));
        return all;
    }

    /// Network activity events that could not be read.
    long unreadable() {
        return unreadable;
    }
}
