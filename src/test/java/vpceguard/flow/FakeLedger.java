package vpceguard.flow;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.Standing.Written;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.RemediationRecord;

/// The ledger in memory; `LedgerCases` holds it and the table to the same answers. Records are kept as the table keeps
/// them, as text.
final class FakeLedger implements Ledger {
    private final Calls calls;
    private final Map<EndpointId, FakeState> states = new LinkedHashMap<>();
    private final Map<String, String> records = new LinkedHashMap<>();
    private final Set<String> closed = new LinkedHashSet<>();
    private final Map<EndpointId, Instant> announced = new HashMap<>();
    private final Map<String, Integer> used = new HashMap<>();
    private final Set<String> requests = new LinkedHashSet<>();
    private final Set<String> news = new LinkedHashSet<>();
    private final Map<EndpointId, Hold> holds = new LinkedHashMap<>();
    private Optional<SweepState> sweep = Optional.empty();
    private Optional<Confirmation> confirmation = Optional.empty();

    FakeLedger(Calls calls) {
        this.calls = calls;
    }

    private FakeState state(EndpointId endpoint) {
        return states.computeIfAbsent(endpoint, _ -> new FakeState());
    }

    /// All records, by endpoint and cause.
    Map<String, RemediationRecord> records() {
        var all = new LinkedHashMap<String, RemediationRecord>();
        records.forEach((key, text) -> all.put(key, RecordJson.read(text)));
        return all;
    }

    Set<String> closed() {
        return closed;
    }

    /// Records are kept no longer.
    void lapse() {
        records.clear();
    }

    /// What is known of an endpoint, without a call.
    Standing known(EndpointId endpoint) {
        return state(endpoint).standing();
    }

    @Override
    public Standing note(Endpoint endpoint, boolean isBaseline, Instant seenAt, Claim claim) {
        return calls.call("note", () -> {
            var state = state(endpoint.id());
            var known = state.standing();
            if (state.isLatest(seenAt)) {
                state.see(endpoint, isBaseline, seenAt);
                state.hear();
                state.isServiceMade |= claim == Claim.SERVICES;
                state.othersCalled |= claim == Claim.OTHERS;
            }
            return known;
        });
    }

    @Override
    public Standing standing(EndpointId endpoint) {
        return calls.call("standing", () -> state(endpoint).standing());
    }

    @Override
    public Map<EndpointId, Standing> standings() {
        return calls.call("standings", () -> {
            var all = new HashMap<EndpointId, Standing>();
            states.forEach((id, state) -> all.put(id, state.standing()));
            return all;
        });
    }

    @Override
    public void tell(EndpointId endpoint, Told told) {
        calls.run("tell", () -> state(endpoint).told = told);
    }

    @Override
    public void holdBack(EndpointId endpoint, boolean isHeldBack) {
        calls.run("hold back", () -> state(endpoint).heldBack = isHeldBack);
    }

    @Override
    public void know(EndpointId endpoint, Set<String> keys, Set<String> over) {
        calls.run("know", () -> {
            var state = state(endpoint);
            state.heard = keys;
            state.heardFrom = state.heardFrom.filter(_ -> !keys.isEmpty());
            state.copied.removeAll(over);
            state.othersCalled = true;
        });
    }

    @Override
    public void unheard(EndpointId endpoint, String digest) {
        calls.run("unheard", () -> state(endpoint).unheard = Optional.of(digest));
    }

    @Override
    public void gone(EndpointId endpoint) {
        calls.run("gone", () -> state(endpoint).leave());
    }

    @Override
    public void back(EndpointId endpoint) {
        calls.run("back", () -> state(endpoint).gone = false);
    }

    @Override
    public Opening open(RemediationRecord record, Terms terms) {
        return calls.call("open", () -> openNow(record, terms));
    }

    private boolean isConfirmed(Confirmation said) {
        return confirmation
                .filter(confirmed -> confirmed.organization().equals(said.organization()) && confirmed.holds(said.at()))
                .isPresent();
    }

    private Opening openNow(RemediationRecord record, Terms terms) {
        var id = record.endpoint().id();
        var key = key(id, record.cause());
        if (records.containsKey(key)) {
            return closed.contains(key) ? new Opening.Closed() : new Opening.Unfinished(read(key));
        }
        if (terms.presumed().filter(said -> !isConfirmed(said)).isPresent()) {
            return new Opening.Unconfirmed();
        }
        var state = state(id);
        var now = record.openedAt();
        var held = Optional.ofNullable(holds.get(id))
                .flatMap(hold -> record.isUndo() ? Optional.of(hold) : hold.at(now))
                .filter(hold -> terms.known()
                        .filter(known -> known.cause().equals(hold.cause()))
                        .isEmpty());
        if (held.isPresent()) {
            return new Opening.Held(held.get());
        }
        boolean plans = record.outcome() instanceof Outcome.Planned;
        boolean writesPolicy = plans && record.plan().policy().isPresent();
        boolean isAnothers =
                (plans || terms.waits()) && state.isAnothers(record, terms.invocation(), now, writesPolicy);
        if (isAnothers || (!plans && !state.isLatest(now))) {
            return new Opening.Leased();
        }
        if (!plans && !record.keys().isEmpty() && state.heard.containsAll(record.keys())) {
            return new Opening.KnownAlready();
        }
        var uses = plans && record.instruction().isEmpty() ? uses(record) : Map.<Budget, String>of();
        for (var use : uses.entrySet()) {
            if (used.getOrDefault(use.getValue(), 0) >= limit(use.getKey(), terms)) {
                return new Opening.Spent(use.getKey());
            }
        }
        uses.values().forEach(window -> used.merge(window, 1, Integer::sum));
        records.put(key, RecordJson.text(record));
        Hold.of(record, terms.known()).ifPresent(hold -> holds.put(id, hold));
        var before = record.plan().policy().filter(_ -> plans).map(PolicyChange::before);
        boolean isOursWrittenOver = before.filter(state.standing()::isOurs).isPresent();
        state.see(record.endpoint(), terms.isBaseline(), now);
        state.hear();
        if (plans) {
            record.plan().policy().ifPresent(change -> {
                state.policy = isOursWrittenOver ? state.before.or(() -> state.policy) : Optional.of(change.before());
                state.heldBack = false;
            });
        }
        state.open.add(record.cause());
        state.othersCalled = true;
        if (plans || !record.keys().isEmpty()) {
            state.heard = record.keys();
            state.heardFrom =
                    Optional.of(record.cause()).filter(_ -> !record.keys().isEmpty());
        }
        if (plans) {
            state.lease(record, terms.invocation(), now);
            record.plan().policy().ifPresent(change -> state.write(change, record, now));
        }
        boolean announces = !(record.outcome() instanceof Outcome.Deferred)
                && announced.getOrDefault(id, Instant.EPOCH).isBefore(now.minus(QUIET));
        if (announces) {
            announced.put(id, now);
        }
        return new Opening.Opened(!announces);
    }

    @Override
    public boolean lease(RemediationRecord record, String invocation, Instant seenAt, boolean writesPolicy) {
        return calls.call("lease", () -> {
            var state = state(record.endpoint().id());
            if (!state.open.contains(record.cause()) || state.isAnothers(record, invocation, seenAt, writesPolicy)) {
                return false;
            }
            state.lease(record, invocation, seenAt);
            if (writesPolicy) {
                var change = record.plan().policy().orElseThrow();
                if (state.stoodBefore(change, record.cause())) {
                    state.policy = state.before.or(() -> state.policy);
                }
                state.write(change, record, seenAt);
            }
            return true;
        });
    }

    private static Map<Budget, String> uses(RemediationRecord record) {
        var day = LocalDate.ofInstant(record.openedAt(), ZoneOffset.UTC);
        var id = record.endpoint().id();
        var uses = new LinkedHashMap<Budget, String>();
        if (record.plan().policy().isPresent()) {
            uses.put(Budget.POLICY_OF_ENDPOINT, "policy#" + id + day);
        }
        if (record.plan().revert().isPresent()) {
            uses.put(Budget.NETWORK_OF_ENDPOINT, "network#" + id + day);
            uses.put(Budget.NETWORK_OF_ACCOUNT, "network" + record.openedAt().truncatedTo(ChronoUnit.HOURS));
        }
        return uses;
    }

    private static int limit(Budget budget, Terms terms) {
        return switch (budget) {
            case POLICY_OF_ENDPOINT -> terms.budgets().policyPerEndpointPerDay();
            case NETWORK_OF_ENDPOINT -> terms.budgets().networkPerEndpointPerDay();
            case NETWORK_OF_ACCOUNT -> terms.budgets().networkPerAccountPerHour();
        };
    }

    @Override
    public void conclude(RemediationRecord record) {
        calls.run("conclude", () -> end(record, false));
    }

    @Override
    public void close(RemediationRecord record) {
        calls.run("close", () -> end(record, true));
    }

    @Override
    public boolean leave(RemediationRecord record) {
        return calls.call("close", () -> {
            var untold = state(record.endpoint().id()).untold;
            if (untold.size() >= MOST_LEFT) {
                return false;
            }
            end(record, true);
            return untold.add(record.cause());
        });
    }

    @Override
    public void digested(EndpointId endpoint, Set<String> causes) {
        calls.run("digested", () -> state(endpoint).untold.removeAll(causes));
    }

    private void end(RemediationRecord record, boolean told) {
        var state = state(record.endpoint().id());
        var key = key(record.endpoint().id(), record.cause());
        records.put(key, RecordJson.text(record));
        if (state.lease.map(FakeState.Lease::cause).equals(Optional.of(record.cause()))) {
            if (record.plan().policy().isPresent()) {
                state.written = state.written.map(ours -> new Written(
                        ours.fingerprint(),
                        ours.cause(),
                        ours.seenAt(),
                        ours.doneAt().or(record::closedAt)));
            }
            var made = record.made();
            if (made.revert().isPresent()) {
                state.network = state.network
                        .map(record.endpoint()::withNetwork)
                        .map(seen -> made.appliedTo(seen).network());
            }
            state.lease = Optional.empty();
            state.leaseUntil = Instant.EPOCH;
        }
        if (record.mayHaveChanged()) {
            requests.addAll(
                    record.requests().isEmpty() ? List.of(record.endpoint().id().value()) : record.requests());
        }
        if (told) {
            closed.add(key);
            state.open.remove(record.cause());
            state.copied.addAll(record.controlsLeft());
        }
    }

    @Override
    public Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause) {
        var key = key(endpoint, cause);
        return calls.call(
                "unfinished",
                () -> records.containsKey(key) && !closed.contains(key) ? Optional.of(read(key)) : Optional.empty());
    }

    @Override
    public Stream<RemediationRecord> unfinished(Instant openedBefore) {
        return calls.call(
                "query",
                () -> records().entrySet().stream()
                        .filter(entry -> !closed.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .filter(record -> record.openedAt().isBefore(openedBefore))
                        .toList()
                        .stream());
    }

    @Override
    public Optional<RemediationRecord> record(EndpointId endpoint, String cause) {
        var key = key(endpoint, cause);
        return calls.call("record", () -> records.containsKey(key) ? Optional.of(read(key)) : Optional.empty());
    }

    @Override
    public List<Hold> holds() {
        return calls.call("holds", () -> List.copyOf(holds.values()));
    }

    @Override
    public Optional<Hold> hold(EndpointId endpoint) {
        return calls.call("hold", () -> Optional.ofNullable(holds.get(endpoint)));
    }

    @Override
    public void release(Hold hold, Optional<Hold> left) {
        calls.run("release", () -> {
            var found = Optional.ofNullable(holds.get(hold.endpoint()));
            if (found.map(Hold::cause).equals(Optional.of(hold.cause()))) {
                left.ifPresentOrElse(rest -> holds.put(rest.endpoint(), rest), () -> holds.remove(hold.endpoint()));
            }
        });
    }

    @Override
    public Optional<Confirmation> confirmation() {
        return calls.call("confirmation", () -> confirmation);
    }

    @Override
    public void keep(Optional<Confirmation> confirmed) {
        calls.run("keep confirmation", () -> confirmation = confirmed);
    }

    @Override
    public boolean isOwnRequest(String requestId) {
        return calls.call("own request", () -> requests.contains(requestId));
    }

    @Override
    public boolean isMarked(String what, Instant now) {
        return calls.call("marked", () -> news.contains(what + LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    @Override
    public boolean mark(String what, Instant now) {
        return calls.call("news", () -> news.add(what + LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    @Override
    public Optional<SweepState> sweepState() {
        return calls.call("sweep state", () -> sweep);
    }

    @Override
    public void keep(SweepState state) {
        calls.run("keep", () -> sweep = Optional.of(state));
    }

    private RemediationRecord read(String key) {
        return RecordJson.read(java.util.Objects.requireNonNull(records.get(key)));
    }

    private static String key(EndpointId endpoint, String cause) {
        return endpoint + "#" + cause;
    }
}
