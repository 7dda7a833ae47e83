package vpceguard.control;

import java.util.List;

/// The controls, in the order in which they are checked and told.
public final class Controls {
    public static final List<Control> ALL = List.of(
            new PolicyFullAccess(),
            new PolicyReset(),
            new PolicyBeyondTrustedIdentities(),
            new PolicyUnreadable(),
            new PolicyLocksEveryoneOut(),
            new ServiceOwnerNotApproved(),
            new SecurityGroupNotApproved(),
            new SubnetNotApproved(),
            new RouteTableNotApproved());

    private Controls() {}
}
