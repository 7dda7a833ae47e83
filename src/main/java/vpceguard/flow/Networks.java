package vpceguard.flow;

import java.util.Collection;
import java.util.List;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.Vpc;

/// The network around the endpoints of one account and Region.
public interface Networks {
    /// VPCs and security groups of these endpoints, in as few calls as there are pages. What is gone meanwhile is
    /// missing in the answer.
    NetworkFacts of(Collection<Endpoint> endpoints);

    /// All VPCs, also those that other accounts share with this one.
    List<Vpc> vpcs();
}
