package vpceguard.lambda;

/// Handles `CreateVpcEndpoint`.
public final class CreateVpcEndpointHandler extends EndpointChangeHandler {}
