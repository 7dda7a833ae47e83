package vpceguard.flow;

/// What this function stands on.
///
/// @param copies where notices go beside people: they are sent at least once too, but keep nobody from being told
public record Ports(
        Endpoints endpoints,
        EndpointServices services,
        Networks networks,
        Ledger ledger,
        Journal journal,
        Notices notices,
        FollowUps followUps,
        Notices copies) {
    /// Without copies.
    public Ports(
            Endpoints endpoints,
            EndpointServices services,
            Networks networks,
            Ledger ledger,
            Journal journal,
            Notices notices,
            FollowUps followUps) {
        this(endpoints, services, networks, ledger, journal, notices, followUps, _ -> {});
    }

    /// Tells what no record keeps: people first.
    void tell(vpceguard.notice.Notice notice) {
        notices.publish(notice);
        copies.publish(notice);
    }
}
