package vpceguard.rehearsal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.remediation.Foreseen;

/// What became of the recorded calls through an endpoint under a proposed policy.
///
/// @param calls seen in all: each stays, is denied already, would be denied or cannot be told
/// @param stay would go on being let through
/// @param already are denied as it is: so says the record, or the policy that stands
/// @param since those of them that their record shows as let through: another policy stood then
/// @param denied would be denied
/// @param untold cannot be told, since the record leaves out what decides
/// @param denials the calls that would be denied, in groups, the most calls first
/// @param others calls that would be denied and are in none of the groups, of which there are enough
/// @param why what is not known of the calls that cannot be told, by how many calls
/// @param cutOff why not all records of the time were read
/// @param unreadable network activity events that could not be read, and may have been calls through the endpoint
public record Rehearsal(
        long calls,
        long stay,
        long already,
        long since,
        long denied,
        long untold,
        List<Denials> denials,
        long others,
        Map<String, Long> why,
        Coverage coverage,
        Optional<String> cutOff,
        long unreadable) {
    private static final int IN_RECORDS = 10;

    public Rehearsal {
        denials = List.copyOf(denials);
        why = Collections.unmodifiableMap(new LinkedHashMap<>(why));
    }

    /// Never "safe": records can miss what will be called.
    public enum Verdict {
        /// There are no calls, all are denied already, more than half of those that are not cannot be told, or a record
        /// could not be read.
        NO_EVIDENCE,
        WOULD_DENY,
        NONE_DENIED
    }

    public Verdict verdict() {
        if (denied > 0) {
            return Verdict.WOULD_DENY;
        }
        return isEvidence() ? Verdict.NONE_DENIED : Verdict.NO_EVIDENCE;
    }

    /// Whether enough is known for the calls that were not found to be denied to say something.
    public boolean isEvidence() {
        return calls > already && isMostlyTold() && unreadable == 0;
    }

    boolean isMostlyTold() {
        return 2 * untold <= calls - already;
    }

    /// Those of callers whom the perimeter trusts.
    public List<Denials> trusted() {
        return denials.stream().filter(Denials::isTrusted).toList();
    }

    /// The same with fewer groups, for where there is little room.
    public Rehearsal brief(int groups) {
        if (denials.size() <= groups) {
            return this;
        }
        var rest = denials.subList(groups, denials.size());
        return new Rehearsal(
                calls,
                stay,
                already,
                since,
                denied,
                untold,
                denials.subList(0, groups),
                others + rest.stream().mapToLong(Denials::calls).sum(),
                why,
                coverage,
                cutOff,
                unreadable);
    }

    public Rehearsal cutOff(Optional<String> reason) {
        return new Rehearsal(
                calls, stay, already, since, denied, untold, denials, others, why, coverage, reason, unreadable);
    }

    /// For a record and its notice.
    public Foreseen foreseen() {
        var brief = brief(IN_RECORDS);
        return new Foreseen(new RehearsalText(brief).sentence(), brief.json());
    }

    public Json.Obj json() {
        var reasons = Json.object();
        why.forEach(reasons::put);
        return Json.object()
                .put("verdict", verdict().name())
                .put("evidence", isEvidence())
                .put("calls", calls)
                .put("stayAllowed", stay)
                .put("deniedAlready", already)
                .put("deniedSince", since)
                .put("wouldBeDenied", denied)
                .put("cannotBeTold", untold)
                .put("cannotBeToldFor", reasons.build())
                .put("from", coverage.first().map(Object::toString))
                .put("to", coverage.last().map(Object::toString))
                .put("hours", coverage.hours())
                .put("hoursWithRecords", coverage.hoursWithRecords())
                .put("denials", new Json.Arr(denials.stream().map(Denials::json).toList()))
                .put("denialsInOtherGroups", others)
                .put("cutOff", cutOff)
                .put("unreadable", unreadable)
                .put("sentence", new RehearsalText(this).sentence())
                .build();
    }
}
