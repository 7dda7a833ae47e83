package vpceguard.remediation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Exempt;
import vpceguard.control.Matter;
import vpceguard.control.PolicyView;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.policy.Answers;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Proof;
import vpceguard.policy.proof.Tightening;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Tighten;

/// Makes a plan from an assessment. It plans changes only to what the call itself set: what stood before is
/// left as it is.
public final class Planner {
    private static final Answers<Question, Tightening> TIGHTENED = new Answers<>(32);

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
            return Plan.nothing();
        }
        var planner = new Planner(subject, assessment, touched);
        var policy = planner.quarantine().or(planner::tighten);
        var plan = new Plan(policy, Optional.empty(), planner.restraints);
        return Reversal.of(plan, subject, assessment, touched).with(planner.exempt());
    }

    /// Each control that would ask for something if the endpoint were not exempt from it.
    private List<Restraint> exempt() {
        var because = new LinkedHashMap<String, Exempt>();
        assessment
                .exemptFindings()
                .forEach(finding ->
                        finding.exempt().ifPresent(exempt -> because.putIfAbsent(finding.controlId(), exempt)));
        return because.entrySet().stream()
                .map(entry -> new Restraint(
                        Restraint.Kind.EXEMPT,
                        entry.getKey() + " is exempt " + entry.getValue().sentence()))
                .toList();
    }

    /// Whether a perimeter quarantines at all.
    static boolean quarantines(Perimeter perimeter) {
        return Controls.quarantining(perimeter).findAny().isPresent();
    }

    /// The plan that puts a newer intent in force, as far as the ceiling admits it. This function wrote over it,
    /// so it may be wider than what stands. The proof is about the intent. A quarantine that is asked for goes
    /// over it, with the intent as what stood before.
    ///
    /// @param subject the endpoint with the intent as its policy
    public static Plan restoring(Subject subject, Assessment assessment) {
        var planner = new Planner(subject, assessment, new Touched.Everything());
        var policy = planner.quarantining().isEmpty() ? planner.asMeant() : planner.quarantine();
        return new Plan(policy, Optional.empty(), planner.restraints);
    }

    /// The same for a person who lets the policy follow the perimeter: nobody asks for a quarantine so.
    public static Plan following(Subject subject, Assessment assessment) {
        var planner = new Planner(subject, assessment, new Touched.Everything());
        return new Plan(planner.asMeant(), Optional.empty(), planner.restraints);
    }

    private Optional<PolicyChange> asMeant() {
        if (!(subject.policy() instanceof PolicyView.Read(var policy))) {
            return restrained(Restraint.Kind.NOT_UNDERSTOOD, "the newer policy cannot be judged");
        }
        return Tightening.asItIs(
                        policy, subject.ceiling().bound(), subject.endpoint().type())
                .<PolicyChange>map(written -> tighten(written.policy(), written.proof()))
                .or(() -> tighten(policy));
    }

    private Tighten tighten(Policy written, Proof proof) {
        return new Tighten(subject.endpoint().policy().orElseThrow(), written.text(), proof);
    }

    /// What is found and asks for quarantine.
    private List<String> quarantining() {
        return Controls.quarantining(subject.perimeter())
                .filter(assessment::finds)
                .toList();
    }

    /// Nothing passes an endpoint to somebody who is not approved, where the perimeter asks for that.
    private Optional<PolicyChange> quarantine() {
        var raised = quarantining();
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        var policy = subject.endpoint().policy().orElse("");
        if (!subject.endpoint().type().isEverChanged() || subject.policy() instanceof PolicyView.None) {
            return restrained(
                    Restraint.Kind.NOT_QUARANTINABLE,
                    String.join(" and ", raised) + " asks for quarantine, but the endpoint takes no policy; delete it");
        }
        if (subject.policy() instanceof PolicyView.Unclear(var reason)) {
            return restrained(Restraint.Kind.NOT_QUARANTINABLE, reason);
        }
        if (!touched.policyTouched()) {
            return restrained(Restraint.ENDPOINT_STOOD);
        }
        return Optional.of(new Quarantine(policy));
    }

    private Optional<PolicyChange> tighten() {
        var raised = Controls.TIGHTENING.stream().filter(assessment::raises).toList();
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        return switch (subject.policy()) {
            case PolicyView.Read(var policy) -> {
                var notifying = raised.stream()
                        .filter(controlId -> !Controls.remediates(controlId, subject.perimeter()))
                        .toList();
                boolean writes = notifying.size() < raised.size();
                // What a call did is over with a tighter policy, whichever control asked for it.
                notifying.stream()
                        .filter(controlId -> !writes || !Controls.isAbout(Matter.CALL, controlId))
                        .map(Restraint::notifyOnly)
                        .forEach(restraints::add);
                yield writes || !touched.policyTouched() ? tighten(policy) : Optional.empty();
            }
            case PolicyView.Unreadable(var pointer, var reason) ->
                restrained(Restraint.Kind.NOT_UNDERSTOOD, "the policy cannot be read: " + reason + " at " + pointer);
            case PolicyView.Unclear(var reason) -> restrained(Restraint.Kind.NOT_UNDERSTOOD, reason);
            case PolicyView.None(var reason) -> restrained(Restraint.Kind.NOT_UNDERSTOOD, reason);
        };
    }

    /// @param text of the policy, which the proof names: others with the same members in another order are equal
    private record Question(Policy policy, String text, Ceiling ceiling, EndpointType type) {
        Tightening answer() {
            return Tightening.of(policy, ceiling.bound(), ceiling.example(), type);
        }
    }

    private Optional<PolicyChange> tighten(Policy policy) {
        var ceiling = subject.ceiling();
        if (!touched.policyTouched()) {
            return restrained(Restraint.POLICY_STOOD);
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
        var question =
                new Question(policy, policy.text(), ceiling, subject.endpoint().type());
        return switch (TIGHTENED.to(question, Question::answer)) {
            case Tightening.Unchanged(var because) ->
                restrained(Restraint.Kind.NOTHING_TO_WRITE, "the policy lies inside its ceiling: " + because);
            case Tightening.Refused(var reason) -> restrained(Restraint.Kind.NOT_WRITABLE, reason);
            case Tightening.Written(var tightened, var proof) -> Optional.of(tighten(tightened, proof));
        };
    }

    private Optional<PolicyChange> restrained(Restraint.Kind kind, String detail) {
        return restrained(new Restraint(kind, detail));
    }

    private Optional<PolicyChange> restrained(Restraint restraint) {
        restraints.add(restraint);
        return Optional.empty();
    }
}
