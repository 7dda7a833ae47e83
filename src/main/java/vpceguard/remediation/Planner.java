package vpceguard.remediation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Exempt;
import vpceguard.control.PolicyView;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Tightening;
import vpceguard.remediation.Remediation.Tighten;

/// From an assessment to a plan, within what the call itself set: what stood before is not surprised.
public final class Planner {
    /// The controls that ask for a tighter policy.
    public static final List<String> POLICY_CONTROLS = Stream.concat(
                    Stream.of("policy-full-access"),
                    Arrays.stream(Clause.values()).map(Clause::controlId))
            .toList();

    private final Subject subject;
    private final Assessment assessment;
    private final Touched touched;
    private final List<Restraint> restraints = new ArrayList<>();

    private Planner(Subject subject, Assessment assessment, Touched touched) {
        this.subject = subject;
        this.assessment = assessment;
        this.touched = touched;
    }

    /// The plan for an endpoint.
    ///
    /// @param touched the settings that may be repaired
    public static Plan plan(Subject subject, Assessment assessment, Touched touched) {
        if (assessment.leftAlone().isPresent()) {
            return new Plan(Optional.empty(), Optional.empty(), List.of());
        }
        var planner = new Planner(subject, assessment, touched);
        var tighten = planner.tighten();
        var reversal = Reversal.of(subject, assessment, touched);
        planner.restraints.addAll(reversal.restraints());
        planner.exempt();
        return new Plan(tighten, reversal.revert(), planner.restraints);
    }

    /// Each control that would ask for something if the endpoint were not exempt from it.
    private void exempt() {
        var because = new LinkedHashMap<String, Exempt>();
        assessment
                .exemptFindings()
                .forEach(finding ->
                        finding.exempt().ifPresent(exempt -> because.putIfAbsent(finding.controlId(), exempt)));
        because.forEach((controlId, exempt) ->
                restraints.add(new Restraint(Restraint.Kind.EXEMPT, controlId + " is exempt " + exempt.sentence())));
    }

    private Optional<Tighten> tighten() {
        var raised = POLICY_CONTROLS.stream().filter(assessment::raises).toList();
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        return switch (subject.policy()) {
            case PolicyView.Read(var policy) -> {
                if (raised.stream().noneMatch(this::remediates)) {
                    yield restrained(Restraint.Kind.NOTIFY_ONLY, String.join(" and ", raised) + " only notifies");
                }
                yield tighten(policy);
            }
            case PolicyView.Unreadable(var pointer, var reason) ->
                restrained(Restraint.Kind.NOT_UNDERSTOOD, "the policy cannot be read: " + reason + " at " + pointer);
            case PolicyView.Unclear(var reason) -> restrained(Restraint.Kind.NOT_UNDERSTOOD, reason);
            case PolicyView.None(var reason) -> restrained(Restraint.Kind.NOT_UNDERSTOOD, reason);
        };
    }

    private Optional<Tighten> tighten(Policy policy) {
        var ceiling = subject.ceiling();
        if (!touched.policyTouched()) {
            return restrained(Restraint.Kind.EXISTING, "the call did not set the policy, which stood before");
        }
        if (!ceiling.verified()) {
            return restrained(
                    Restraint.Kind.UNVERIFIED_CEILING,
                    "what a tightened policy would break was not worked through for "
                            + ceiling.service().shortName());
        }
        var pinned = subject.perimeter().ceilings();
        if (pinned.filter(revision -> !revision.equals(ServiceKnowledge.REVISION))
                .isPresent()) {
            return restrained(
                    Restraint.Kind.CEILINGS_REVISED,
                    "the perimeter document is for the built-in ceilings of " + pinned.get() + ", these are of "
                            + ServiceKnowledge.REVISION);
        }
        if (ceiling.bound().isEverything()) {
            return restrained(Restraint.Kind.NOTHING_TO_WRITE, "no clause of the ceiling is at remediate");
        }
        return switch (Tightening.of(
                policy, ceiling.bound(), ceiling.example(), subject.endpoint().type())) {
            case Tightening.Unchanged(var because) ->
                restrained(Restraint.Kind.NOTHING_TO_WRITE, "the policy lies inside its ceiling: " + because);
            case Tightening.Refused(var reason) -> restrained(Restraint.Kind.NOT_WRITABLE, reason);
            case Tightening.Written(var tightened, var proof) ->
                Optional.of(new Tighten(subject.endpoint().policy().orElseThrow(), tightened.text(), proof));
        };
    }

    private boolean remediates(String controlId) {
        return Controls.level(controlId, subject.perimeter()) == Level.REMEDIATE;
    }

    private Optional<Tighten> restrained(Restraint.Kind kind, String detail) {
        restraints.add(new Restraint(kind, detail));
        return Optional.empty();
    }
}
