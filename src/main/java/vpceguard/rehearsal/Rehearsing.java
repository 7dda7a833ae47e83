package vpceguard.rehearsal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vpceguard.model.EndpointType;
import vpceguard.policy.Condition;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;

/// Runs recorded calls through an endpoint under two policies, one call after the other. Its memory is
/// bounded, however many calls there are.
public final class Rehearsing {
    private static final int MOST_GROUPS = 500;
    private static final int MOST_REASONS = 20;
    private static final String OTHER_REASONS = "other reasons";

    private final Evaluator before;
    private final Evaluator after;
    private final Optional<Evaluator> trusted;
    private final List<Condition> asked;
    private final boolean asksForResource;
    private final Coverage.Window window;
    private final Hours hours;
    private final Map<Kind, Group> groupsOfTrusted = new HashMap<>();
    private final Map<Kind, Group> groupsOfOthers = new HashMap<>();
    private final Map<String, Long> why = new LinkedHashMap<>();
    private long calls;
    private long stay;
    private long already;
    private long since;
    private long denied;
    private long untold;
    private long others;
    private long unreadable;

    /// @param before the policy that stands
    /// @param after the one that is proposed
    /// @param trusted lets through the calls of trusted callers; empty if that is not asked
    public Rehearsing(
            Policy before, Policy after, EndpointType type, Optional<Policy> trusted, Coverage.Window window) {
        this.before = Evaluator.of(before, type);
        this.after = Evaluator.of(after, type);
        this.trusted = trusted.map(policy -> Evaluator.of(policy, type));
        this.asked = after.statements().stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(distinct())
                .toList();
        this.asksForResource = after.statements().stream().anyMatch(statement -> !isEverything(statement.resources()));
        this.window = window;
        this.hours = new Hours(window);
    }

    private static Predicate<Condition> distinct() {
        var seen = new HashSet<String>();
        return condition -> seen.add(condition.name());
    }

    private static boolean isEverything(Resources resources) {
        return resources instanceof Resources.Only(var patterns) && patterns.contains("*");
    }

    private record Kind(String caller, String action, String target) {}

    /// Calls of one kind, as far as they came by.
    private static final class Group {
        private final RecordedCall example;
        private long calls;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        private Group(RecordedCall example) {
            this.example = example;
        }
    }

    /// The next call, in any order; one outside the time that is asked for does not count.
    public void add(RecordedCall call) {
        if (!window.holds(call.at())) {
            return;
        }
        calls++;
        hours.add(call.at());
        if (call.wasDenied()) {
            already++;
            return;
        }
        // What the policy that stands denies, the other one does not take away.
        without(Decision.DENIED, before, call).ifPresentOrElse(this::judge, () -> {
            already++;
            since++;
        });
    }

    private void judge(RecordedCall call) {
        switch (decide(after, call)) {
            case ALLOWED -> stay++;
            case DENIED -> deny(call);
            case UNKNOWN -> {
                untold++;
                var reason = reason(call);
                why.merge(why.size() < MOST_REASONS || why.containsKey(reason) ? reason : OTHER_REASONS, 1L, Long::sum);
            }
        }
    }

    /// A network activity event that could not be read: what was called may be what would be denied.
    public void addUnreadable() {
        unreadable++;
    }

    /// What a policy says of one call.
    public static Decision decide(Policy policy, EndpointType type, RecordedCall call) {
        return decide(Evaluator.of(policy, type), call);
    }

    /// Whether a policy lets through one of what the call may have been.
    public static boolean mayAllow(Policy policy, EndpointType type, RecordedCall call) {
        var evaluator = Evaluator.of(policy, type);
        return call.readings().stream().anyMatch(needed -> decide(evaluator, needed) == Decision.ALLOWED);
    }

    /// The call as one of what it may have been that a policy does not decide so; empty if it decides all of it so.
    public static Optional<RecordedCall> without(
            Decision decision, Policy policy, EndpointType type, RecordedCall call) {
        return without(decision, Evaluator.of(policy, type), call);
    }

    private static Optional<RecordedCall> without(Decision decision, Evaluator policy, RecordedCall call) {
        var rest = call.readings().stream()
                .filter(needed -> decide(policy, needed) != decision)
                .toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(call.only(rest));
    }

    /// Decided if all that the call may have been is decided alike.
    private static Decision decide(Evaluator policy, RecordedCall call) {
        var readings = call.readings();
        var decision = decide(policy, readings.getFirst());
        for (int i = 1; i < readings.size() && decision != Decision.UNKNOWN; i++) {
            decision = decide(policy, readings.get(i)) == decision ? decision : Decision.UNKNOWN;
        }
        return decision;
    }

    /// Denied with one of the requests, let through only with all of them.
    private static Decision decide(Evaluator policy, List<Request> needed) {
        var decisions = needed.stream().map(policy::decide).collect(toSet());
        if (decisions.contains(Decision.DENIED)) {
            return Decision.DENIED;
        }
        return decisions.contains(Decision.UNKNOWN) ? Decision.UNKNOWN : Decision.ALLOWED;
    }

    private void deny(RecordedCall call) {
        denied++;
        // A limit of their own, so that no number of strangers' calls hides them.
        var groups = isTrusted(call) ? groupsOfTrusted : groupsOfOthers;
        var kind = new Kind(call.caller(), call.action(), call.target());
        var group = groups.get(kind);
        if (group == null) {
            if (groups.size() == MOST_GROUPS) {
                others++;
                return;
            }
            group = new Group(call);
            groups.put(kind, group);
        }
        group.calls++;
        group.first = call.at().isBefore(group.first) ? call.at() : group.first;
        group.last = call.at().isAfter(group.last) ? call.at() : group.last;
    }

    private boolean isTrusted(RecordedCall call) {
        return trusted.map(policy -> decide(policy, call) == Decision.ALLOWED).orElse(false);
    }

    /// What the proposed policy asks for and the record does not tell.
    private String reason(RecordedCall call) {
        var missing = new ArrayList<String>();
        var request = call.request();
        var ways = call.ways().stream().collect(groupingBy(way -> decide(after, call.in(way))));
        boolean differ = ways.size() > 1;
        if (differ && ways.getOrDefault(Decision.UNKNOWN, List.of()).stream().noneMatch(Rehearsing::isNamed)) {
            return action(call, ways);
        }
        if (differ || !call.ways().stream().allMatch(Rehearsing::isNamed)) {
            missing.add(action(call, ways));
        }
        if (request.principal().equals(Request.UNKNOWN)) {
            missing.add("the caller");
        }
        if (asksForResource && request.resource().equals(Request.UNKNOWN)) {
            missing.add("the resource");
        }
        asked.stream()
                .filter(condition -> !request.context().containsKey(condition.name()))
                .map(Condition::key)
                .forEach(missing::add);
        return missing.isEmpty() ? "what AWS leaves open of the policy" : String.join(", ", missing);
    }

    /// With those actions that it may have needed where the policy says worse of it than elsewhere.
    private static String action(RecordedCall call, Map<Decision, List<List<String>>> ways) {
        var best = ways.getOrDefault(Decision.ALLOWED, ways.getOrDefault(Decision.UNKNOWN, List.of()));
        var more = call.ways().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(action -> isNamed(List.of(action)) && best.stream().noneMatch(way -> way.contains(action)))
                .toList();
        return more.isEmpty() ? "the action" : "the action (perhaps " + String.join(", ", more) + ")";
    }

    private static boolean isNamed(List<String> way) {
        return way.stream().noneMatch(action -> action.endsWith(Request.UNKNOWN));
    }

    /// What came of it until now.
    public Rehearsal result() {
        var found = Stream.concat(denials(groupsOfTrusted, true), denials(groupsOfOthers, false))
                .sorted(Comparator.comparingLong(Denials::calls)
                        .reversed()
                        .thenComparing(Denials::caller)
                        .thenComparing(Denials::action)
                        .thenComparing(Denials::target))
                .toList();
        return new Rehearsal(
                calls,
                stay,
                already,
                since,
                denied,
                untold,
                found,
                others,
                why,
                hours.coverage(),
                Optional.empty(),
                unreadable);
    }

    private static Stream<Denials> denials(Map<Kind, Group> groups, boolean areTrusted) {
        return groups.entrySet().stream().map(entry -> denials(entry.getKey(), entry.getValue(), areTrusted));
    }

    private static Denials denials(Kind kind, Group group, boolean isTrusted) {
        return new Denials(
                kind.caller(),
                kind.action(),
                kind.target(),
                group.calls,
                group.first,
                group.last,
                isTrusted,
                KeepingStatement.of(group.example));
    }
}
