package vpceguard.control;

import java.util.List;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;

/// The controls, in the order in which they are checked and told.
public final class Controls {
    public static final List<Control> ALL = List.of(
            new PolicyFullAccess(),
            new PolicyReset(),
            new PolicyBeyondTrustedIdentities(),
            new PolicyBeyondTrustedResources(),
            new PolicyUnreadable(),
            new PolicyConditionWithoutEffect(),
            new PolicyNegatedAllow(),
            new PolicyOrphanedPrincipal(),
            new PolicyRootOnlyPrincipal(),
            new PolicyLocksEveryoneOut(),
            new PolicyNearSizeLimit(),
            new PolicyWidened(),
            new ServiceOwnerNotApproved(),
            new SecurityGroupNotApproved(),
            new SubnetNotApproved(),
            new RouteTableNotApproved());

    private Controls() {}

    /// The level of a control in a perimeter.
    public static Level level(String controlId, Perimeter perimeter) {
        return ALL.stream()
                .filter(control -> control.id().equals(controlId))
                .map(control -> perimeter.level(controlId, control.defaultLevel()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such control: " + controlId));
    }
}
