package vpceguard.flow;

import java.util.function.Supplier;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.model.Endpoint;
import vpceguard.remediation.Step;

/// Which settings of an endpoint a call's event lets this function repair.
record Scope(Ports ports, EndpointChange change, Endpoint endpoint, Supplier<Standing> standing) {
    /// A call may be repaired in what it set, and in a policy that changed since it was last seen: the event of that
    /// change is late or lost. So is that of the call which made an endpoint, if nobody saw it before. Of an
    /// endpoint that a service made, the change may be the service's.
    Touched touched(Assessment assessment) {
        if (change.touched() instanceof Touched.Members members
                && !members.policyTouched()
                && Controls.TIGHTENING.stream().anyMatch(assessment::raises)) {
            if (standing.get().isServiceMade()) {
                return members;
            }
            if (standing.get().policy().isEmpty() && isMadeSinceInstallation()) {
                return new Touched.Everything();
            }
            var intent = standing.get().intent();
            boolean isOurs = endpoint.policy().filter(standing.get()::isOurs).isPresent();
            if (intent.isPresent() && !isOurs && !Step.same(intent, endpoint.policy())) {
                return new Touched.Members(
                        endpoint.policy(), false, members.added(), members.removed(), members.others());
            }
        }
        return change.touched();
    }

    private boolean isMadeSinceInstallation() {
        return ports.ledger()
                .sweepState()
                .flatMap(state -> endpoint.createdAt().filter(state.installedAt()::isBefore))
                .isPresent();
    }
}
