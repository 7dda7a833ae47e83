package vpceguard.flow;

/// What this function stands on.
public record Ports(
        Endpoints endpoints,
        EndpointServices services,
        Networks networks,
        Ledger ledger,
        Journal journal,
        Notices notices,
        FollowUps followUps) {}
