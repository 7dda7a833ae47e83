package vpceguard.flow;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.perimeter.Budgets;
import vpceguard.remediation.Due;
import vpceguard.remediation.Plan;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Step;

/// What must hold at each write of a history (`docs/consistency.md`, "What always holds").
final class HistoryRules {
    /// CloudTrail, which tells of this function's requests too.
    interface Trail {
        void tell(EndpointId id, Step step, String requestId);
    }

    private final FakeLedger ledger;
    private final Supplier<Instant> now;
    private final Trail toTrail;
    private final List<String> broken = new ArrayList<>();

    /// Policies that people set and this function wrote over before it saw them.
    private final Map<EndpointId, String> overwritten = new HashMap<>();
    private final Set<EndpointId> setByPeople = new HashSet<>();
    private final Map<String, Integer> acts = new HashMap<>();
    private final Map<String, Set<String>> changes = new HashMap<>();
    private final Map<String, Set<String>> reverts = new HashMap<>();
    private final Map<String, Integer> policies = new HashMap<>();
    private int sweeps;
    private boolean observes;

    HistoryRules(FakeLedger ledger, Supplier<Instant> now, Trail toTrail) {
        this.ledger = ledger;
        this.now = now;
        this.toTrail = toTrail;
    }

    /// What was broken, in words.
    List<String> broken() {
        return broken;
    }

    void breaks(String rule) {
        broken.add(rule);
    }

    void acted(EndpointId id, boolean setsPolicy) {
        acts.merge(id.value(), 1, Integer::sum);
        if (setsPolicy) {
            overwritten.remove(id);
            setByPeople.add(id);
        }
    }

    void swept() {
        sweeps++;
    }

    void observe(boolean on) {
        observes = on;
    }

    /// Judges one request to EC2, makes it, and hands its event to CloudTrail.
    Modification written(Endpoint shown, Step step, HistoryInvocation by, Supplier<Modification> modification) {
        var id = shown.id();
        var records = ledger.records().entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(record -> record.endpoint().id().equals(id) && plans(record, step))
                .toList();
        if (records.isEmpty()) {
            breaks("written without a record that plans it: " + id);
        }
        if (shown.requesterManaged().orElse(false)) {
            breaks("written to AWS's own endpoint: " + id);
        }
        if (observes) {
            breaks("written in observe: " + id);
        }
        boolean restores =
                records.stream().anyMatch(record -> !record.goesOver(now.get()).equals(now.get()));
        step.policy().ifPresent(policy -> policyWritten(shown, policy, restores, by));
        if (!step.isDoneIn(shown)
                && records.size() == 1
                && !records.getFirst().outcome().isFinal()) {
            effective(records.getFirst(), step);
        }
        var answer = modification.get();
        if (answer instanceof Modification.Accepted(var requestId)) {
            toTrail.tell(id, step, requestId);
        }
        return answer;
    }

    /// Also the revert alone, once another record made the policy.
    private static boolean plans(RemediationRecord record, Step step) {
        var revert = new Plan(Optional.empty(), record.plan().revert(), List.of());
        return record.plan().steps().contains(step) || revert.steps().contains(step);
    }

    /// @param restores whether it puts a newer intent in force: what stood may be the newest, whose event comes later
    private void policyWritten(Endpoint shown, String policy, boolean restores, HistoryInvocation by) {
        var id = shown.id();
        var looked = Optional.ofNullable(by.looks.get(id));
        var meant = Optional.ofNullable(overwritten.get(id));
        boolean isNarrow = looked.stream().anyMatch(text -> HistoryPolicies.within(policy, text, shown.type()));
        if (!isNarrow
                && meant.filter(text -> HistoryPolicies.within(policy, text, shown.type()))
                        .isEmpty()) {
            breaks("wider than what was shown and than a newer intent: %s, shown %s, meant %s, written %s"
                    .formatted(id, looked, meant, policy));
        }
        var stands = shown.policy().orElseThrow();
        if (restores || !looked.equals(Optional.of(stands))) {
            overwritten.put(id, stands);
        }
        var grace = ledger.known(id).told().due().filter(Due::isMade).map(Due::date);
        if (!setByPeople.contains(id)
                && grace.filter(date -> !now.get().isBefore(date)).isEmpty()) {
            breaks("what stood before is changed without its date: " + id);
        }
    }

    private void effective(RemediationRecord record, Step step) {
        var id = record.endpoint().id().value();
        var made = changes.computeIfAbsent(id + "#" + record.cause(), _ -> new HashSet<>());
        if (!made.add(record.plan().steps().indexOf(step) + " after act " + acts.getOrDefault(id, 0))) {
            breaks("changed twice for one cause: " + id + " " + record.cause());
        }
        var day = LocalDate.ofInstant(record.openedAt(), ZoneOffset.UTC);
        boolean isRevert = !step.removed().equals(Attachments.NONE)
                || !step.restored().attachments().isEmpty();
        var budgets = Budgets.USUAL;
        if (isRevert) {
            var ofEndpoint = reverts.computeIfAbsent(id + day, _ -> new HashSet<>());
            ofEndpoint.add(record.cause());
            if (ofEndpoint.size() > budgets.networkPerEndpointPerDay()) {
                breaks("more reverts than the budget has: " + id);
            }
        }
        if (step.policy().isPresent()
                && policies.merge(id + LocalDate.ofInstant(now.get(), ZoneOffset.UTC), 1, Integer::sum)
                        > 2 * budgets.policyPerEndpointPerDay() + sweeps) {
            breaks("more policies than the budget and the sweeps have: " + id);
        }
    }
}
