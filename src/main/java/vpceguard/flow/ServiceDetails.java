package vpceguard.flow;

import java.util.Collection;
import vpceguard.model.Endpoint;
import vpceguard.model.ServiceDetail;

/// What AWS says of the services behind endpoints.
public interface ServiceDetails {
    /// Owner and policy support of the endpoint's service for the endpoint's type.
    ServiceDetail of(Endpoint endpoint);

    /// Says that these will be asked for, so that one call may answer for many.
    default void expect(Collection<Endpoint> endpoints) {}
}
