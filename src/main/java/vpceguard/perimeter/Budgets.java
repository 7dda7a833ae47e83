package vpceguard.perimeter;

/// How often this function may change something before it leaves the rest to people.
///
/// @param policyPerEndpointPerDay policies written on one endpoint
/// @param networkPerEndpointPerDay reverts of network settings on one endpoint
/// @param networkPerAccountPerHour reverts of network settings in the account
public record Budgets(int policyPerEndpointPerDay, int networkPerEndpointPerDay, int networkPerAccountPerHour) {
    public static final Budgets USUAL = new Budgets(3, 1, 10);
}
