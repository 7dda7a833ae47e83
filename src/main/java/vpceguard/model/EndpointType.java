package vpceguard.model;

/// The kind of an endpoint as the wire says it; kinds that do not exist yet are kept, never refused.
public record EndpointType(String name) {
    public static final EndpointType GATEWAY = new EndpointType("Gateway");
    public static final EndpointType INTERFACE = new EndpointType("Interface");

    /// Whether AWS documents a policy for endpoints of this kind: "(Interface and gateway endpoints)", EC2 API
    /// reference, ModifyVpcEndpoint. The service must support policies as well.
    public boolean mayCarryPolicy() {
        return equals(GATEWAY) || equals(INTERFACE);
    }

    @Override
    public String toString() {
        return name;
    }
}
