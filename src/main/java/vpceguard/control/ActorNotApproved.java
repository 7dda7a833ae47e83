package vpceguard.control;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Glob;

/// Finds a call on an endpoint by somebody who is not approved for that, whatever the call set. A session is
/// looked up by its own ARN and by its role's, since the caller chooses the end of the first.
final class ActorNotApproved extends EndpointControl {
    ActorNotApproved() {
        super("actor-not-approved", "somebody changed the endpoint who is not approved", Level.NOTIFY, Matter.CALL);
    }

    @Override
    public ControlResult check(Subject subject) {
        var approved = subject.perimeter().required().actors();
        if (approved.isEmpty()) {
            return new ControlResult.NotApplicable("no actors are configured");
        }
        var caller = subject.change()
                .map(EndpointChange::origin)
                .filter(Origin::isCall)
                .map(Origin::actor);
        if (caller.isEmpty()) {
            return new ControlResult.NotApplicable("there is no call to look at");
        }
        var arns = arns(caller.get());
        if (arns.isEmpty()) {
            return new ControlResult.InsufficientData("CloudTrail names no ARN of the caller, "
                    + Quoted.of(caller.get().name()));
        }
        return arns.stream()
                        .anyMatch(arn -> approved.stream()
                                .anyMatch(
                                        pattern -> Glob.of(pattern).segmented().matches(arn)))
                ? new ControlResult.Compliant()
                : ControlResult.found(finding(
                        Severity.MEDIUM,
                        Quoted.of(arns.getFirst()) + " is not among those who may change endpoints; ask whether it was"
                                + " meant to, or approve the ARN",
                        new Evidence("/userIdentity/arn", arns.getFirst(), "one of the approved actors")));
    }

    private static List<String> arns(Actor actor) {
        return Stream.of(actor.arn(), actor.roleArn()).flatMap(Optional::stream).toList();
    }
}
