package vpceguard.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.notice.Notice;

/// The ports through which this function reaches AWS.
///
/// @param copies where notices go beside people: they are sent at least once too, but keep nobody from being told
/// @param recordedCalls if a log group with recorded calls is given
public record Ports(
        Endpoints endpoints,
        ServiceDetails services,
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
            ServiceDetails services,
            Networks networks,
            Ledger ledger,
            Journal journal,
            Notices notices,
            FollowUps followUps) {
        this(endpoints, services, networks, ledger, journal, notices, followUps, _ -> {}, Optional.empty());
    }

    /// Tells people what no record keeps, and the journal that they know; empty, or why the journal did not take it.
    /// Then the function's log has it: nobody is told again for that.
    Optional<RuntimeException> tell(Notice notice, Instant now) {
        notices.publish(notice);
        var told = told(notice, now);
        try {
            journal.append(List.of(told));
            return Optional.empty();
        } catch (RuntimeException e) {
            journal.mention(told);
            return Optional.of(e);
        }
    }

    /// The same, unless people were told on that day; false if so. The journal and the copy, whichever fails, keep each
    /// other from nothing, and are tried again without people.
    boolean tellOnceADay(String what, Notice notice, Instant now) {
        boolean isNews = ledger.tell(what, now, () -> notices.publish(notice));
        try {
            var _ = ledger.tell("copy of " + what, now, () -> copies.publish(notice));
        } finally {
            var _ = ledger.tell("journal of " + what, now, () -> journal.append(List.of(told(notice, now))));
        }
        return isNews;
    }

    private static Json.Obj told(Notice notice, Instant at) {
        return Journal.step("told")
                .put("at", at.toString())
                .put("endpoint", notice.details().textAt("endpoint", "id"))
                .put("cause", notice.details().textAt("record", "cause"))
                .put("detail", notice.details())
                .build();
    }
}
