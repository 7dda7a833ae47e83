package vpceguard.event;

import vpceguard.model.EndpointId;

/// A call that succeeded and that may have changed an endpoint: the trigger of a pass, never the truth about the
/// endpoint, since events come late, twice and out of order.
public sealed interface EndpointChange {
    /// Who called, when and from where.
    Origin origin();

    /// The endpoint that was made or changed, not the one that the call came through.
    EndpointId endpoint();

    /// Which settings the call set: an event repairs only these.
    Touched touched();

    /// `CreateVpcEndpoint`.
    record Created(Origin origin, EndpointId endpoint) implements EndpointChange {
        @Override
        public Touched touched() {
            return new Touched.Everything();
        }
    }

    /// `ModifyVpcEndpoint`.
    record Modified(Origin origin, EndpointId endpoint, Touched touched) implements EndpointChange {}
}
