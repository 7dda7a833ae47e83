package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;
import vpceguard.notice.Notice;

/// What this function stands on.
///
/// @param copies where notices go beside people: they are sent at least once too, but keep nobody from being told
/// @param recordedCalls if a log group with recorded calls is given
public record Ports(
        Endpoints endpoints,
        EndpointServices services,
        Networks networks,
        Ledger ledger,
        Journal journal,
        Notices notices,
        FollowUps followUps,
        Notices copies,
        Optional<RecordedCalls> recordedCalls) {
    /// Without copies and recorded calls.
    public Ports(
            Endpoints endpoints,
            EndpointServices services,
            Networks networks,
            Ledger ledger,
            Journal journal,
            Notices notices,
            FollowUps followUps) {
        this(endpoints, services, networks, ledger, journal, notices, followUps, _ -> {}, Optional.empty());
    }

    /// Tells what no record keeps, people first, unless they were told on that day; false if so. A copy that fails is
    /// tried again without them.
    boolean tellOnceADay(String what, Notice notice, Instant now) {
        boolean isNews = ledger.tell(what, now, () -> notices.publish(notice));
        var _ = ledger.tell("copy of " + what, now, () -> copies.publish(notice));
        return isNews;
    }
}
