package vpceguard.rehearsal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vpceguard.policy.Request;

/// One call through an endpoint, as far as its record tells of it.
///
/// @param endpoint the endpoint's id
/// @param readings what it may have been, which differs in what is only half known: each one the requests that AWS
///     judges for it, one for each action, all of which a policy must let through
/// @param caller in words that stay the same for all calls of one role: its ARN, an account, a service
/// @param owner the account of what was called upon
/// @param wasDenied whether the endpoint's policy denied it then
public record RecordedCall(
        String endpoint,
        Instant at,
        List<List<Request>> readings,
        String caller,
        Optional<String> owner,
        boolean wasDenied) {
    public RecordedCall {
        readings = readings.stream().map(List::copyOf).toList();
    }

    /// The same, which was one of these.
    RecordedCall only(List<List<Request>> readings) {
        return new RecordedCall(endpoint, at, readings, caller, owner, wasDenied);
    }

    Request request() {
        return readings.getFirst().getFirst();
    }

    /// The actions of each of the readings, no two of them alike.
    List<List<String>> ways() {
        return readings.stream().map(RecordedCall::actions).distinct().toList();
    }

    /// The same, which was judged in that way.
    RecordedCall in(List<String> way) {
        return only(
                readings.stream().filter(needed -> actions(needed).equals(way)).toList());
    }

    /// All actions that it needs, whatever it was, without those that it may have needed besides.
    List<String> least() {
        var ways = ways();
        return ways.stream()
                .filter(way -> ways.stream().noneMatch(other -> !other.equals(way) && way.containsAll(other)))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static List<String> actions(List<Request> needed) {
        return needed.stream().map(Request::action).toList();
    }

    /// Whether nobody signed it.
    public boolean isUnsigned() {
        return request().principal().equals(Request.ANONYMOUS);
    }

    /// What it needs whatever it was, else what it first may be: such as `s3:GetObject`, or
    /// `kms:ReEncryptFrom and kms:ReEncryptTo`.
    public String action() {
        var ways = ways();
        var always = ways.getFirst().stream()
                .filter(action -> ways.stream().allMatch(way -> way.contains(action)))
                .toList();
        return String.join(" and ", always.isEmpty() ? ways.getFirst() : always);
    }

    /// The statement for `also` in the perimeter document that lets calls like this one through; empty if the record
    /// tells too little for one that is not for everybody.
    public Optional<KeepingStatement> keeping() {
        return KeepingStatement.of(this);
    }

    /// What was called upon, for a group of calls: objects of a bucket together, else the ARN, else its owner.
    public String target() {
        var resource = request().resource();
        if (!resource.equals(Request.UNKNOWN)) {
            int key = resource.indexOf('/');
            return resource.contains(":s3:::") && key > 0 ? resource.substring(0, key) + "/*" : resource;
        }
        return owner.map("something of account "::concat).orElse("not recorded");
    }
}
