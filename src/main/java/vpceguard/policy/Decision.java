package vpceguard.policy;

/// What a policy says of one request.
public enum Decision {
    ALLOWED,
    DENIED,
    /// AWS's text leaves it open, or the request does not tell enough.
    UNKNOWN
}
