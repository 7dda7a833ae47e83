package vpceguard.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vpceguard.event.EndpointChange;
import vpceguard.flow.HistoryDelivery.Trigger;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.notice.Notice;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What must hold once all events came or were lost, and sweeps find nothing more to do.
final class HistoryAtRest {
    /// What a crash between notice and mark may add where somebody changed the endpoint meanwhile; a reader who knows
    /// the cause drops it.
    private static final Set<String> OTHERS = Set.of("with another", "SUPERSEDED");

    private final Fakes fakes;
    private final HistoryRules rules;

    /// The call that set an endpoint's policy last, and whether its event or a sweep had its chance.
    private final Map<EndpointId, EndpointChange> set = new HashMap<>();
    private final Set<String> dealtWith = new HashSet<>();
    /// Endpoints of which any event came: then no sweep takes their Create for missed.
    private final Set<EndpointId> heardOf = new HashSet<>();
    /// Endpoints whose policy was set, or dealt with, under another mode or perimeter than the last.
    private final Set<EndpointId> unsettled = new HashSet<>();
    private boolean crashed;

    HistoryAtRest(Fakes fakes, HistoryRules rules) {
        this.fakes = fakes;
        this.rules = rules;
    }

    void set(EndpointChange change) {
        set.put(change.endpoint(), change);
        unsettled.remove(change.endpoint());
    }

    void deleted(EndpointId id) {
        set.remove(id);
    }

    /// Mode or perimeter changed: what was set before may have been judged by either.
    void unsettled() {
        unsettled.addAll(set.keySet());
    }

    void dealtWith(HistoryDelivery delivery) {
        if (delivery.trigger() instanceof Trigger.Event(var change)) {
            dealtWith.add(change.cause());
            heardOf.add(change.endpoint());
        }
    }

    /// An invocation failed, or two were at it at once: then a notice may be sent twice.
    void crashed() {
        crashed = true;
    }

    /// The policy on the endpoint, if the function wrote it.
    Optional<String> written(EndpointId id) {
        return fakes.ledger.records().values().stream()
                .filter(record -> record.endpoint().id().equals(id))
                .flatMap(record -> record.plan().policy().stream())
                .reduce((_, last) -> last)
                .map(change -> change.after());
    }

    void check(Mode mode, HistoryPerimeter perimeter) {
        recordsAreClosed();
        noticesAreSeenOnce();
        if (mode == Mode.ENFORCE) {
            set.forEach((id, change) -> {
                boolean hadItsChance = dealtWith.contains(change.cause())
                        || (change instanceof EndpointChange.Created && !heardOf.contains(id));
                if (hadItsChance && !unsettled.contains(id)) {
                    isInside(Objects.requireNonNull(fakes.ec2.shown.get(id)), perimeter);
                }
            });
        }
    }

    private void recordsAreClosed() {
        fakes.ledger.records().forEach((key, record) -> {
            if (!fakes.ledger.closed().contains(key)) {
                rules.breaks("a record is open at rest: " + key + " " + record.outcome());
            }
        });
    }

    /// As a reader sees it who drops a cause that he knows, but for the one notice that says a repair is put off.
    private void noticesAreSeenOnce() {
        var told = new HashMap<String, List<String>>();
        var putOff = new HashSet<String>();
        for (var notice : fakes.notices) {
            var json = notice.details();
            var endpoint = json.textAt("record", "endpoint");
            if (endpoint.isEmpty()) {
                continue;
            }
            var result = json.textAt("result").orElseThrow();
            if (!result.equals("DEFERRED")) {
                var key = endpoint.get() + "#" + json.textAt("record", "cause").orElseThrow();
                told.computeIfAbsent(key, _ -> new ArrayList<>()).add(result);
            } else {
                putOff.add(endpoint.get());
            }
            for (var before : before(notice)) {
                told.computeIfAbsent(endpoint.get() + "#" + before, _ -> new ArrayList<>())
                        .add("with another");
            }
        }
        told.forEach((key, results) -> {
            if (results.size() > 1 && !crashed) {
                rules.breaks("told " + results.size() + " times without a crash: " + key + " " + results);
            }
            if (results.stream()
                            .filter(result -> !OTHERS.contains(result))
                            .distinct()
                            .count()
                    > 1) {
                rules.breaks("told with different results: " + key + " " + results);
            }
            if (!fakes.ledger.closed().contains(key)) {
                rules.breaks("told without a record: " + key);
            }
        });
        fakes.ledger.closed().stream()
                .filter(key -> !told.containsKey(key) && !isLeftToTheDigest(key) && !isPutOffAndOver(key, putOff))
                .forEach(key -> rules.breaks("nobody was told: " + key));
        told.keySet().stream()
                .filter(key -> key.endsWith(".own") && !isForgotten(key))
                .forEach(key -> rules.breaks("an own change was taken for somebody else's: " + key));
    }

    private boolean isLeftToTheDigest(String key) {
        var record = java.util.Objects.requireNonNull(fakes.ledger.records().get(key));
        return record.refusal().isPresent()
                || (record.origin().isExisting() && record.outcome() instanceof Outcome.WouldChange);
    }

    /// Whether people heard once that repairs of its endpoint are put off, and another took its place.
    private boolean isPutOffAndOver(String key, Set<String> putOff) {
        var record = Objects.requireNonNull(fakes.ledger.records().get(key));
        return putOff.contains(key.substring(0, key.indexOf('#')))
                && record.outcome() instanceof Outcome.Superseded
                && record.circumstances().told().isPresent();
    }

    /// Whether a crash lost the request, and the record ended otherwise since somebody changed the endpoint meanwhile.
    private boolean isForgotten(String key) {
        return fakes.ledger.records().values().stream()
                .anyMatch(record -> key.startsWith(record.endpoint().id() + "#")
                        && record.outcome() instanceof Outcome.Superseded
                        && record.requests().isEmpty());
    }

    private static List<String> before(Notice notice) {
        return notice.details().get("before").stream()
                .flatMap(json ->
                        json instanceof Json.Arr(var elements) ? elements.stream() : java.util.stream.Stream.empty())
                .flatMap(json -> json instanceof Json.Str(var text)
                        ? java.util.stream.Stream.of(text)
                        : java.util.stream.Stream.empty())
                .toList();
    }

    private void isInside(Endpoint endpoint, HistoryPerimeter perimeter) {
        if (HistoryPolicies.isInside(endpoint, perimeter)) {
            return;
        }
        boolean isTold = fakes.ledger.records().values().stream()
                .filter(record -> record.endpoint().id().equals(endpoint.id()))
                .anyMatch(record -> explains(record, endpoint));
        if (!endpoint.requesterManaged().orElse(false) && !isTold) {
            rules.breaks("outside its ceiling at rest: " + endpoint.id() + " "
                    + endpoint.policy().orElseThrow());
        }
    }

    /// Whether the record says why that policy was left.
    private static boolean explains(RemediationRecord record, Endpoint endpoint) {
        return endpoint.policy().equals(Optional.of(HistoryPolicies.UNREADABLE))
                && record.plan().restraints().stream()
                        .anyMatch(restraint -> restraint.kind() == Restraint.Kind.NOT_UNDERSTOOD);
    }
}
