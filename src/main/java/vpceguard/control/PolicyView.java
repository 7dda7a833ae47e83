package vpceguard.control;

import java.util.function.Function;
import vpceguard.json.JsonPointer;
import vpceguard.policy.Policy;

/// An endpoint's policy, as far as it can be judged.
public sealed interface PolicyView {
    record Read(Policy policy) implements PolicyView {}

    /// The text is not understood.
    record Unreadable(JsonPointer pointer, String reason) implements PolicyView {}

    /// There is none to judge, since the endpoint's kind or service has none.
    record None(String reason) implements PolicyView {}

    /// Whether there is one, or what it says, could not be had.
    record Unclear(String reason) implements PolicyView {}

    /// The judgement of a policy that was read; the plain answer otherwise.
    default ControlResult judge(Function<Policy, ControlResult> judgement) {
        return switch (this) {
            case Read(var policy) -> judgement.apply(policy);
            case Unreadable(var pointer, var reason) ->
                new ControlResult.InsufficientData("the policy cannot be read: " + reason + " at " + pointer);
            case None(var reason) -> new ControlResult.NotApplicable(reason);
            case Unclear(var reason) -> new ControlResult.InsufficientData(reason);
        };
    }
}
