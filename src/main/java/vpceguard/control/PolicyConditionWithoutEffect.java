package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// Finds a condition of an Allow statement that looks strict and restricts nothing, decided by containment,
/// one condition at a time.
///
/// Conditions of Deny statements are not looked at: many are a second line of defence, and whether Deny
/// statements do enough is judged with the whole policy.
final class PolicyConditionWithoutEffect extends EndpointControl {
    PolicyConditionWithoutEffect() {
        super(
                "policy-condition-without-effect",
                "a condition of the endpoint policy does not restrict what it seems to",
                Level.NOTIFY,
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy().judge(policy -> {
            var lines = ConditionLine.of(policy).toList();
            return lines.isEmpty()
                    ? new ControlResult.Compliant()
                    : check(lines, new ConditionQuestions(policy, subject));
        });
    }

    private ControlResult check(List<ConditionLine> lines, ConditionQuestions asked) {
        var results = lines.stream().map(line -> check(line, asked)).toList();
        return leavingOut(asked.leftOut(), PerStatement.all(results));
    }

    /// Says with the last finding that there may be more.
    private static ControlResult leavingOut(int questions, ControlResult result) {
        if (questions == 0 || !(result instanceof ControlResult.NonCompliant(var findings, var assumed))) {
            return result;
        }
        var told = new ArrayList<>(findings);
        var last = told.removeLast();
        told.add(last.saying(last.message() + "; the policy is too long to examine all conditions, and " + questions
                + " questions were left out"));
        return ControlResult.found(told, assumed);
    }

    private ControlResult check(ConditionLine line, ConditionQuestions asked) {
        if (asked.isNeverMet(line)
                .filter(Containment.Contained.class::isInstance)
                .isPresent()) {
            return found(
                    line,
                    "lets nothing through, since requests through an endpoint have no aws:SourceIp;"
                            + " ask for aws:VpcSourceIp");
        }
        var always = asked.isAlwaysMet(line);
        if (always instanceof Containment.Contained) {
            return found(
                    line,
                    "restricts nothing, since " + cause(line) + "; ask for what differs between callers,"
                            + " such as aws:PrincipalOrgID");
        }
        var shadowed = asked.isShadowed(line);
        if (shadowed.filter(Containment.Contained.class::isInstance).isPresent()) {
            return found(
                    line,
                    "restricts nothing, since other statements let the same through without it;"
                            + " narrow those, or take this statement out");
        }
        var lacking = asked.isHarmlessWithoutKey(line);
        var assumed = lacking.map(Possible::assumed).orElse(Set.of());
        var witness = lacking.flatMap(Possible::witness);
        if (witness.isPresent()) {
            return ControlResult.found(
                    finding(
                            line,
                            "is passed by leaving the key out, for one: "
                                    + Quoted.of(witness.get().sentence())
                                    + "; take the operator that an absent key fails",
                            witness),
                    assumed);
        }
        return Stream.of(Optional.of(always), shadowed, lacking.map(Possible::containment))
                .flatMap(Optional::stream)
                .filter(Containment.Unknown.class::isInstance)
                .<ControlResult>map(answer -> new ControlResult.InsufficientData(
                        "condition at " + line.place() + ": " + ((Containment.Unknown) answer).reason()))
                .findFirst()
                .orElse(new ControlResult.Compliant(assumed));
    }

    private static String cause(ConditionLine line) {
        return switch (line.condition().name()) {
            case "aws:sourcevpce", "aws:sourcevpc", "aws:vpceaccount", "aws:vpceorgid" ->
                "every request through this endpoint comes from there";
            case "aws:sourceip" -> "requests through an endpoint have no aws:SourceIp, and an absent key passes";
            default ->
                line.condition().patterns().stream().anyMatch(pattern -> pattern.endsWith("/0"))
                        ? "every address lies in the range"
                        : "every request meets it";
        };
    }

    private ControlResult found(ConditionLine line, String what) {
        return ControlResult.found(finding(line, what, Optional.empty()));
    }

    private Finding finding(ConditionLine line, String what, Optional<Request> witness) {
        var name = line.condition().operator().name() + " on "
                + Quoted.of(line.condition().key());
        return new Finding(
                id(),
                Severity.MEDIUM,
                "the condition " + name + " " + what,
                new Evidence(line.place().text(), line.text(), "a condition that some requests fail"),
                witness);
    }
}
