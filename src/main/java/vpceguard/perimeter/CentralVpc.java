package vpceguard.perimeter;

/// A VPC whose endpoints serve other VPCs too.
///
/// @param privateDns where the services' names lead to its endpoints
/// @param owner who answers for it
public record CentralVpc(String account, String vpc, PrivateDns privateDns, String owner) {
    /// Whether endpoints answer for the services' own names.
    public enum PrivateDns {
        /// By the endpoint's own setting.
        ENDPOINT,
        /// By hosted zones that are kept elsewhere, so the setting is rightly off.
        ELSEWHERE
    }
}
