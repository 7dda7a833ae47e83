package vpceguard.flow;

import java.util.Optional;

/// What this function stands on.
///
/// @param recordedCalls if a log group with recorded calls is given
public record Ports(
        Endpoints endpoints,
        EndpointServices services,
        Networks networks,
        Ledger ledger,
        Journal journal,
        Notices notices,
        FollowUps followUps,
        Optional<RecordedCalls> recordedCalls) {
    public Ports(
            Endpoints endpoints,
            EndpointServices services,
            Networks networks,
            Ledger ledger,
            Journal journal,
            Notices notices,
            FollowUps followUps) {
        this(endpoints, services, networks, ledger, journal, notices, followUps, Optional.empty());
    }
}
