package vpceguard.flow;

import vpceguard.perimeter.Membership;

/// AWS Organizations, as far as this account may ask.
public interface Organization {
    Membership membership();
}
