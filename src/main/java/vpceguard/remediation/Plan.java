package vpceguard.remediation;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.control.Matter;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.model.Severity;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;

/// What to do about one endpoint, as a value: it can be told, compared and refused before anything is done.
///
/// @param restraints why something else that an endpoint would need is not done
/// @param foreseen what recorded calls tell of the new policy, also where it is not written because of that
public record Plan(
        Optional<PolicyChange> policy,
        Optional<Revert> revert,
        List<Restraint> restraints,
        Optional<Foreseen> foreseen) {
    private static final NetworkSettings NOTHING = new NetworkSettings(Attachments.NONE);
    private static final Step NO_STEP = new Step(Optional.empty(), Attachments.NONE, NOTHING);

    public Plan {
        restraints = List.copyOf(restraints);
    }

    /// Whether that is among its reasons not to act.
    public boolean isRestrainedBy(Restraint.Kind kind) {
        return restraints.stream().anyMatch(restraint -> restraint.kind() == kind);
    }

    /// How bad it is that no more is done, where the worst that was found is that bad: a policy that somebody set and
    /// this function may have written over is no trifle.
    public Severity severity(Severity found) {
        return isRestrainedBy(Restraint.Kind.NEWER_INTENT) ? Collections.max(List.of(found, Severity.MEDIUM)) : found;
    }

    public Plan(Optional<PolicyChange> policy, Optional<Revert> revert, List<Restraint> restraints) {
        this(policy, revert, restraints, Optional.empty());
    }

    /// A plan to do nothing, and why.
    public static Plan nothing(Restraint... because) {
        return new Plan(Optional.empty(), Optional.empty(), List.of(because));
    }

    /// The tighter policy, if the plan writes one.
    public Optional<Tighten> tighten() {
        return policy.filter(Tighten.class::isInstance).map(Tighten.class::cast);
    }

    /// The same with restraints more.
    public Plan with(List<Restraint> more) {
        return new Plan(
                policy,
                revert,
                Stream.concat(restraints.stream(), more.stream()).toList(),
                foreseen);
    }

    /// The same with what recorded calls tell of it.
    public Plan foreseeing(Foreseen told) {
        return new Plan(policy, revert, restraints, Optional.of(told));
    }

    /// The same without its revert, and why.
    public Plan withoutRevert(Restraint because) {
        return new Plan(policy, Optional.empty(), restraints, foreseen).with(List.of(because));
    }

    /// The same without a new policy, and why.
    public Plan withoutPolicy(Restraint because) {
        return new Plan(Optional.empty(), revert, restraints, foreseen).with(List.of(because));
    }

    /// Whether another perimeter than the one it was made under asks for its revert and its quarantine too; what it
    /// says of a tighter policy is the proof's matter.
    ///
    /// @param findings that it was made for
    public boolean isWanted(List<Finding> findings, Perimeter perimeter) {
        return revert.map(planned -> Reversal.isWanted(planned, findings, perimeter))
                        .orElse(true)
                && (policy.filter(Quarantine.class::isInstance).isEmpty() || Planner.quarantines(perimeter));
    }

    /// Whether anything would be written.
    public boolean writes() {
        return policy.isPresent() || revert.isPresent();
    }

    /// Whether what was found is over once the plan is made. What a tighter policy does to what controls found that
    /// only explain is not known here, and counts as not over.
    public boolean ends(Finding finding) {
        var controlId = finding.controlId();
        boolean byPolicy = policy.map(change -> switch (change) {
                    case Tighten _ -> Controls.TIGHTENING.contains(controlId);
                    case Quarantine _ ->
                        Controls.isAbout(Matter.POLICY, controlId) || Controls.isAbout(Matter.SERVICE, controlId);
                    case Restoration _ -> false;
                })
                .orElse(false);
        return (byPolicy && !restraints.contains(Restraint.notifyOnly(controlId)))
                || revert.filter(made -> Reversal.ends(made, finding)).isPresent();
    }

    /// Whether what was found stood before the call that the plan was made after, as far as the plan tells.
    public boolean findsStanding(Finding finding) {
        var observed = Quoted.of(finding.evidence().observed());
        return Controls.NETWORK.contains(finding.controlId())
                ? restraints.stream()
                        .anyMatch(why -> why.kind() == Restraint.Kind.EXISTING
                                && why.detail().contains(observed))
                : restraints.contains(Restraint.POLICY_STOOD) || restraints.contains(Restraint.ENDPOINT_STOOD);
    }

    /// The requests that make it, in order. Subnets are put back in one of their own after all else, since two in one
    /// Availability Zone are refused, also for the moment between (`DuplicateSubnetsInSameZone`).
    public List<Step> steps() {
        var removed = revert.map(Revert::removed).orElse(Attachments.NONE);
        var restored = revert.map(Revert::restored).orElse(NOTHING);
        var later = new Attachments(Set.of(), restored.attachments().subnets(), Set.of());
        var now = restored.with(restored.attachments().minus(later));
        return Stream.of(
                        new Step(policy.map(PolicyChange::after), removed, now),
                        new Step(Optional.empty(), Attachments.NONE, new NetworkSettings(later)))
                .filter(step -> !step.equals(NO_STEP))
                .toList();
    }

    /// What of it the first of its requests makes.
    Plan first() {
        var step = steps().getFirst();
        var part = Optional.of(new Revert(step.removed(), step.restored())).filter(Reversal::isAny);
        return new Plan(policy, part, restraints);
    }

    /// The endpoint as it is once all of it is made.
    public Endpoint appliedTo(Endpoint before) {
        var after = before;
        for (var step : steps()) {
            after = step.appliedTo(after);
        }
        return after;
    }

    /// The requests that are still to be made if the endpoint is as it was before, or as some of them left it; empty if
    /// somebody else changed it. What the plan does not change may have become another meanwhile.
    ///
    /// @param before the endpoint that the plan was made for
    public Optional<List<Step>> stepsFrom(Endpoint before, Endpoint now) {
        if (revert.isPresent() && policy.isPresent() && isPolicyMade(now)) {
            return new Plan(Optional.empty(), revert, restraints).stepsFrom(before, now);
        }
        var steps = steps();
        var expected = before;
        for (int done = 0; done <= steps.size(); done++) {
            if (isAsIn(expected, now)) {
                return Optional.of(steps.subList(done, steps.size()));
            }
            if (done < steps.size()) {
                expected = steps.get(done).appliedTo(expected);
            }
        }
        return Optional.empty();
    }

    /// Also by another record, which leaves the revert to this one.
    private boolean isPolicyMade(Endpoint now) {
        return Step.same(now.policy(), policy.map(PolicyChange::after));
    }

    private boolean isAsIn(Endpoint expected, Endpoint now) {
        return (revert.isEmpty() || now.network().equals(expected.network()))
                && (policy.isEmpty() || Step.same(now.policy(), expected.policy()));
    }
}
