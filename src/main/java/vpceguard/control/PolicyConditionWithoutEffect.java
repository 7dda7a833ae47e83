package vpceguard.control;

import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Containment;

/// A condition of an Allow statement that looks strict and is not, decided by containment, one condition at a time.
///
/// Deny statements are left out: many stand there as a second line of defence, and what a Deny lets through too much or
/// too little is found with the whole policy.
final class PolicyConditionWithoutEffect implements Control {
    @Override
    public String id() {
        return "policy-condition-without-effect";
    }

    @Override
    public String title() {
        return "a condition of the endpoint policy does not restrict what it seems to";
    }

    @Override
    public Level defaultLevel() {
        return Level.NOTIFY;
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> PerStatement.all(ConditionLine.of(policy)
                        .map(line -> check(line, ConditionQuestions.of(line, subject)))
                        .toList()));
    }

    private ControlResult check(ConditionLine line, ConditionQuestions asked) {
        if (asked.isNeverMet().filter(Containment.Contained.class::isInstance).isPresent()) {
            return found(
                    line,
                    "lets nothing through, since requests through an endpoint have no aws:SourceIp;"
                            + " ask for aws:VpcSourceIp",
                    Optional.empty());
        }
        var always = asked.isAlwaysMet();
        if (always instanceof Containment.Contained) {
            return found(
                    line,
                    "restricts nothing, since " + cause(line) + "; ask for what differs between callers,"
                            + " such as aws:PrincipalOrgID",
                    Optional.empty());
        }
        var shadowed = asked.isShadowed();
        if (shadowed.filter(Containment.Contained.class::isInstance).isPresent()) {
            return found(
                    line,
                    "restricts nothing, since other statements let the same through without it;"
                            + " narrow those, or take this statement out",
                    Optional.empty());
        }
        var lacking = asked.isHarmlessWithoutKey();
        if (lacking.orElse(new Containment.Contained()) instanceof Containment.NotContained(var witness)) {
            return found(
                    line,
                    "is passed by leaving the key out, for one: " + Quoted.of(witness.sentence())
                            + "; take the operator that an absent key fails",
                    Optional.of(witness));
        }
        return Stream.of(Optional.of(always), shadowed, lacking)
                .flatMap(Optional::stream)
                .filter(Containment.Unknown.class::isInstance)
                .<ControlResult>map(answer -> new ControlResult.InsufficientData(
                        "condition at " + line.place() + ": " + ((Containment.Unknown) answer).reason()))
                .findFirst()
                .orElse(new ControlResult.Compliant());
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

    private ControlResult found(ConditionLine line, String what, Optional<Request> witness) {
        var name = line.condition().operator().name() + " on "
                + Quoted.of(line.condition().key());
        return ControlResult.found(new Finding(
                id(),
                Severity.MEDIUM,
                "the condition " + name + " " + what,
                new Evidence(line.place().text(), line.text(), "a condition that some requests fail"),
                witness));
    }
}
