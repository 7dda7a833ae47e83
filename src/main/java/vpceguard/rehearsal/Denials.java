package vpceguard.rehearsal;

import java.time.Instant;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Recorded calls of one kind that the proposed policy would deny, and the one that stands does not.
///
/// @param caller a role's or user's ARN, an account, a service
/// @param action such as `s3:GetObject`
/// @param target an ARN, all objects of a bucket, or an account, as far as it is recorded
/// @param first when the first of them was made
/// @param isTrusted whether the perimeter trusts the caller with the call
/// @param keeping the statement for the perimeter document that lets them through
public record Denials(
        String caller,
        String action,
        String target,
        long calls,
        Instant first,
        Instant last,
        boolean isTrusted,
        Optional<KeepingStatement> keeping) {

    /// In one line, for people.
    public String sentence() {
        return calls + (calls == 1 ? " call " : " calls ") + action + " by " + Quoted.of(caller)
                + (isTrusted ? ", who is trusted," : "") + " upon " + Quoted.of(target)
                + (calls == 1 ? ", at " + first : ", from " + first + " to " + last);
    }

    public Json.Obj json() {
        var json = Json.object()
                .put("caller", caller)
                .put("action", action)
                .put("target", target)
                .put("calls", calls)
                .put("first", first.toString())
                .put("last", last.toString())
                .put("trusted", isTrusted);
        keeping.ifPresent(statement -> json.put("keeping", statement.json()));
        return json.build();
    }
}
