package vpceguard.control;

/// What a control is about.
public enum Matter {
    /// The endpoint policy.
    POLICY,
    /// Where the endpoint leads, and to whom.
    SERVICE,
    /// How the endpoint is connected.
    NETWORK,
    /// The endpoint's tags.
    TAGS,
    /// A call, which no sweep sees.
    CALL,
    /// A VPC.
    VPC
}
