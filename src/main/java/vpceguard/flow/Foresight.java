package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.flow.RecordedCalls.Reading;
import vpceguard.json.JsonWriter;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.RehearsalRules;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.rehearsal.Accounts;
import vpceguard.rehearsal.CallReader;
import vpceguard.rehearsal.Coverage.Window;
import vpceguard.rehearsal.Denials;
import vpceguard.rehearsal.Rehearsal;
import vpceguard.rehearsal.Rehearsing;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.Restraint;

/// Runs recorded calls against a planned policy, to say what it would have broken, and holds the policy back
/// where the perimeter asks for that. Calls are read only where a policy is to be held back, or in observe
/// mode.
record Foresight(Ports ports, Stack stack) {
    private static final int MOST_TOLD = 3;

    /// The plan with what recorded calls tell of it, without its policy if that is held back.
    Plan of(Plan plan, Subject subject, Assessment assessment, Mode mode, Instant now) {
        var rules = subject.perimeter().rehearsal();
        boolean holdsBack =
                Controls.TIGHTENING.stream().filter(rules.controls()::contains).anyMatch(assessment::raises);
        var calls = ports.recordedCalls();
        if (plan.tighten().isEmpty()
                || plan.foreseen().isPresent()
                || !(holdsBack || (mode == Mode.OBSERVE && calls.isPresent()))) {
            return plan;
        }
        if (calls.isEmpty()) {
            return plan.withoutPolicy(notRehearsed("the stack names no log group with recorded calls"));
        }
        var rehearsing = rehearsing(plan.tighten().get(), subject, rules, now);
        return switch (read(calls.get(), rehearsing, subject, rules, now)) {
            case Reading.Unread(var reason) -> holdsBack ? plan.withoutPolicy(notRehearsed(reason)) : plan;
            case Reading.Cut(var reason) ->
                told(plan, rehearsing.result().cutOff(Optional.of(reason)), subject, holdsBack);
            case Reading.All() -> told(plan, rehearsing.result(), subject, holdsBack);
        };
    }

    /// Whether a plan is held back, so that a later sweep tries it again.
    static boolean isHeldBack(Plan plan) {
        return plan.restraints().stream()
                .map(Restraint::kind)
                .anyMatch(kind -> kind == Restraint.Kind.REHEARSED_DENIAL || kind == Restraint.Kind.NOT_REHEARSED);
    }

    private static Restraint notRehearsed(String reason) {
        return new Restraint(
                Restraint.Kind.NOT_REHEARSED,
                "the perimeter document asks for a rehearsal before a repair, but there is none: " + reason);
    }

    private Rehearsing rehearsing(Tighten tighten, Subject subject, RehearsalRules rules, Instant now) {
        return new Rehearsing(
                policy(tighten.before()),
                policy(tighten.after()),
                subject.endpoint().type(),
                Optional.of(subject.ceiling().only(Clause.IDENTITIES).policy()),
                Window.of(Duration.ofDays(rules.days()), now));
    }

    private Reading read(
            RecordedCalls calls, Rehearsing rehearsing, Subject subject, RehearsalRules rules, Instant now) {
        var endpoint = subject.endpoint().id();
        var reader = new CallReader(Accounts.of(subject.perimeter(), stack.account(), rules.members()));
        return calls.read(Optional.of(endpoint), now.minus(Duration.ofDays(rules.days())), now, record -> {
            switch (reader.read(record)) {
                case CallReader.Reading.Call(var call) -> {
                    if (call.endpoint().equals(endpoint.value())) {
                        rehearsing.add(call);
                    }
                }
                case CallReader.Reading.Unreadable _ -> rehearsing.addUnreadable();
                case CallReader.Reading.Other() -> {}
            }
        });
    }

    private static Plan told(Plan plan, Rehearsal rehearsal, Subject subject, boolean holdsBack) {
        var told = plan.foreseeing(rehearsal.foreseen());
        var trusted = rehearsal.trusted();
        if (!holdsBack || trusted.isEmpty()) {
            return told;
        }
        var restraints = trusted.stream()
                .limit(MOST_TOLD)
                .map(group -> new Restraint(Restraint.Kind.REHEARSED_DENIAL, sentence(group, subject)))
                .toList();
        return told.withoutPolicy(restraints.getFirst()).with(restraints.subList(1, restraints.size()));
    }

    private static String sentence(Denials group, Subject subject) {
        return "a tighter policy would have denied " + group.sentence()
                + group.keeping()
                        .map(statement -> "; to let it through and have the rest repaired, add to /services/"
                                + subject.endpoint().service().shortName() + "/also of the perimeter document "
                                + JsonWriter.compact(statement.json())
                                + statement.remark().map("; "::concat).orElse(""))
                        .orElse("");
    }

    private static Policy policy(String text) {
        return PolicyReader.read(text).orThrow("a planned policy");
    }
}
