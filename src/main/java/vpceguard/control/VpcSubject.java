package vpceguard.control;

import java.util.List;
import vpceguard.model.Endpoint;
import vpceguard.model.Vpc;
import vpceguard.perimeter.Perimeter;

/// All that a control of VPCs may look at.
///
/// @param account the account that looks
/// @param region the Region of the VPC
/// @param endpoints those of the account in the Region, also of other VPCs
public record VpcSubject(Vpc vpc, String account, String region, List<Endpoint> endpoints, Perimeter perimeter) {
    public VpcSubject {
        endpoints = List.copyOf(endpoints);
    }
}
