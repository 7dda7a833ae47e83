package vpceguard.model;

/// What `DescribeVpcEndpointServices` says of a service for one kind of endpoint. S3 and DynamoDB, which
/// have gateway and interface endpoints, have two of them.
public sealed interface ServiceDetail {
    /// The owner of AWS's own services.
    String AMAZON = "amazon";

    /// The owner of all services that are sold on the Marketplace, whoever sells them.
    String MARKETPLACE = "aws-marketplace";

    /// The service is known.
    ///
    /// @param owner `AMAZON`, `MARKETPLACE` or a 12-digit account id
    /// @param privateDns whether the service has names of its own that an endpoint can answer for
    record Known(String owner, boolean policySupported, boolean privateDns) implements ServiceDetail {}

    /// AWS does not show the service to this account, as with deprecated and private ones.
    record Unknown(String reason) implements ServiceDetail {}
}
