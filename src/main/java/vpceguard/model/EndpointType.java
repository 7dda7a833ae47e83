package vpceguard.model;

import java.util.List;

/// The kind of an endpoint as AWS spells it. Kinds that do not exist yet are kept, never refused.
public record EndpointType(String name) {
    public static final EndpointType GATEWAY = new EndpointType("Gateway");
    public static final EndpointType INTERFACE = new EndpointType("Interface");

    /// The kinds that EC2's API names today.
    public static final List<EndpointType> KNOWN = List.of(
            GATEWAY,
            INTERFACE,
            new EndpointType("GatewayLoadBalancer"),
            new EndpointType("Resource"),
            new EndpointType("ServiceNetwork"));

    public boolean isGateway() {
        return name.equals(GATEWAY.name);
    }

    /// Whether endpoints of this kind never carry a policy; not known of kinds that do not exist yet.
    public boolean carriesNoPolicy() {
        return KNOWN.contains(this) && !mayCarryPolicy();
    }

    /// Whether AWS documents a policy for endpoints of this kind: "(Interface and gateway endpoints)", EC2 API
    /// reference, ModifyVpcEndpoint. The service must support policies as well.
    public boolean mayCarryPolicy() {
        return equals(GATEWAY) || equals(INTERFACE);
    }

    /// Whether endpoints of this kind are ever changed: the two whose changes are understood. A Gateway Load Balancer's
    /// endpoint stands in the path of the traffic itself.
    public boolean isEverChanged() {
        return mayCarryPolicy();
    }

    @Override
    public String toString() {
        return name;
    }
}
