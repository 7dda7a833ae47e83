package vpceguard.rehearsal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.policy.Request;

/// One call through an endpoint, as far as its record tells of it.
///
/// @param endpoint the endpoint's id
/// @param readings the requests that it may have been, which differ in what is only half known
/// @param caller in words that stay the same for all calls of one role: its ARN, an account, a service
/// @param owner the account of what was called upon
/// @param wasDenied whether the endpoint's policy denied it then
public record RecordedCall(
        String endpoint, Instant at, List<Request> readings, String caller, Optional<String> owner, boolean wasDenied) {
    public RecordedCall {
        readings = List.copyOf(readings);
    }

    Request request() {
        return readings.getFirst();
    }

    /// Whether nobody signed it.
    public boolean isUnsigned() {
        return request().principal().equals(Request.ANONYMOUS);
    }

    /// Such as `s3:GetObject`.
    public String action() {
        return request().action();
    }

    /// The statement for `also` in the perimeter document that lets calls like this one through; empty if the record
    /// tells too little for one that is not for everybody.
    public Optional<Json.Obj> keeping() {
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
