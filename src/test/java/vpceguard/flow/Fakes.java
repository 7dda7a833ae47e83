package vpceguard.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vpceguard.event.Origin;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.flow.Remediator.Ports;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.ServiceDetail;
import vpceguard.notice.Notice;
import vpceguard.policy.Canonical;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.RemediationRecord;

/// The ports, in memory. Every call has a name and a number, and any one can be made to fail, before or after it took
/// effect, as a crash would.
final class Fakes {
    final Map<EndpointId, Endpoint> endpoints = new LinkedHashMap<>();
    final Map<String, RemediationRecord> records = new LinkedHashMap<>();
    final Set<String> closed = new LinkedHashSet<>();
    final Map<EndpointId, String> intents = new HashMap<>();
    final Map<EndpointId, String> written = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    final List<Json.Obj> journal = new ArrayList<>();
    ServiceDetail service = new ServiceDetail.Known("amazon", true, true);
    Optional<String> refusal = Optional.empty();
    boolean forgetsModifications;
    private int crashAt = -1;
    private boolean crashAfter;

    /// The next calls are numbered from 0; the one of that number throws.
    void crashAt(int call, boolean afterItTookEffect) {
        calls.clear();
        crashAt = call;
        crashAfter = afterItTookEffect;
    }

    Ports ports() {
        return new Ports(new Ec2(), _ -> service, new Table(), new Log(), this::publish);
    }

    private void publish(Notice notice) {
        var _ = call("publish", () -> notices.add(notice));
    }

    private <T> T call(String name, Supplier<T> effect) {
        boolean crash = calls.size() == crashAt;
        calls.add(name);
        if (crash && !crashAfter) {
            throw new Crash();
        }
        var result = effect.get();
        if (crash) {
            throw new Crash();
        }
        return result;
    }

    static final class Crash extends RuntimeException {}

    private final class Ec2 implements Endpoints {
        @Override
        public Optional<Endpoint> find(EndpointId id) {
            return call("describe", () -> Optional.ofNullable(endpoints.get(id)));
        }

        @Override
        public Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected) {
            return find(id);
        }

        @Override
        public Stream<Endpoint> all() {
            return call("describe all", () -> List.copyOf(endpoints.values()).stream());
        }

        @Override
        public Modification modify(EndpointId id, Plan plan) {
            return call("modify", () -> {
                if (refusal.isPresent()) {
                    return new Modification.Refused(refusal.get());
                }
                if (!forgetsModifications) {
                    plan.tighten()
                            .ifPresent(tighten -> endpoints.computeIfPresent(
                                    id, (_, endpoint) -> endpoint.withPolicy(Optional.of(tighten.after()))));
                    plan.revert()
                            .ifPresent(revert -> endpoints.computeIfPresent(
                                    id, (_, endpoint) -> without(endpoint, revert.securityGroups())));
                }
                return new Modification.Accepted("request");
            });
        }
    }

    private static Endpoint without(Endpoint endpoint, Set<String> groups) {
        var kept = new LinkedHashSet<>(endpoint.securityGroups());
        kept.removeAll(groups);
        var attachments = new Attachments(kept, endpoint.subnets(), endpoint.routeTables());
        return endpoint.withNetwork(endpoint.network().with(attachments));
    }

    private final class Table implements Ledger {
        @Override
        public Standing note(Endpoint endpoint, Origin origin) {
            return call("note", () -> {
                var before = standingOf(endpoint.id());
                intend(endpoint);
                return before;
            });
        }

        @Override
        public Standing standing(EndpointId endpoint) {
            return call("standing", () -> standingOf(endpoint));
        }

        @Override
        public Opening open(RemediationRecord record) {
            return call("open", () -> {
                var key = key(record.endpoint().id(), record.cause());
                var known = records.get(key);
                if (known != null) {
                    return closed.contains(key) ? new Opening.Closed() : new Opening.Unfinished(known);
                }
                records.put(key, record);
                intend(record.endpoint());
                if (record.outcome() instanceof Outcome.Planned) {
                    record.plan()
                            .tighten()
                            .ifPresent(tighten ->
                                    written.put(record.endpoint().id(), Canonical.fingerprint(tighten.after())));
                }
                return new Opening.Opened();
            });
        }

        @Override
        public void close(RemediationRecord record) {
            var _ = call("close", () -> {
                var key = key(record.endpoint().id(), record.cause());
                records.put(key, record);
                return closed.add(key);
            });
        }

        @Override
        public Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause) {
            var key = key(endpoint, cause);
            return call(
                    "unfinished", () -> Optional.ofNullable(records.get(key)).filter(_ -> !closed.contains(key)));
        }

        @Override
        public Stream<RemediationRecord> unfinished(Instant openedBefore) {
            return call(
                    "query",
                    () -> records.entrySet().stream()
                            .filter(entry -> !closed.contains(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .filter(record -> record.openedAt().isBefore(openedBefore))
                            .toList()
                            .stream());
        }

        private Standing standingOf(EndpointId endpoint) {
            var open = new LinkedHashSet<String>();
            records.forEach((key, record) -> {
                if (record.endpoint().id().equals(endpoint) && !closed.contains(key)) {
                    open.add(record.cause());
                }
            });
            return new Standing(Optional.ofNullable(intents.get(endpoint)), open);
        }

        private void intend(Endpoint endpoint) {
            var policy = endpoint.policy().orElse("");
            if (!Canonical.fingerprint(policy).equals(written.get(endpoint.id()))) {
                intents.put(endpoint.id(), policy);
            }
        }

        private static String key(EndpointId endpoint, String cause) {
            return endpoint + "#" + cause;
        }
    }

    private final class Log implements Journal {
        @Override
        public void append(List<Json.Obj> entries) {
            var _ = call("journal", () -> journal.addAll(entries));
        }

        @Override
        public void mention(Json.Obj entry) {
            journal.add(entry);
        }
    }
}
