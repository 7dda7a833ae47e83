package vpceguard.flow;

import java.time.Clock;
import vpceguard.event.EndpointChange;
import vpceguard.notice.AccountNotice;

/// A second deployment of this guard in the same account and Region. Two that have different perimeters would each
/// narrow what the other wrote, down to what both admit.
record OtherStack(Ports ports, Stack stack, Clock clock) {

    /// Tells once a day of a change that another deployment made.
    void tell(EndpointChange change) {
        var actor = change.origin().actor();
        // After a crash a change of our own is dealt with as anybody's.
        boolean isOurs = actor.roleArn().filter(stack.roles()::contains).isPresent();
        if (actor.saysItIsGuard() && !isOurs) {
            var now = clock.instant();
            var notice = AccountNotice.otherStack(stack.sender(), actor.name(), now);
            var _ = ports.tellOnceADay("other-stack#" + actor.name(), notice, now);
        }
    }
}
