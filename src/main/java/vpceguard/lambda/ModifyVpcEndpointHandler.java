package vpceguard.lambda;

/// Handles `ModifyVpcEndpoint`.
public final class ModifyVpcEndpointHandler extends EndpointChangeHandler {}
