package vpceguard.event;

import java.util.TreeSet;
import vpceguard.event.EndpointChange.Asked;
import vpceguard.event.EndpointChange.Created;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.event.EndpointChange.Settled;
import vpceguard.json.Json;
import vpceguard.json.Stored;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkJson;
import vpceguard.model.NetworkSettings;

/// A change as JSON, for the queue of follow-ups; what is written is read again without loss.
public final class ChangeJson {
    private ChangeJson() {}

    public static Json.Obj write(EndpointChange change) {
        return switch (change) {
            case Settled(var call, var baseline) -> {
                var settled = write(call).with("settled", new Json.Bool(true));
                yield baseline.map(network -> settled.with("baseline", NetworkJson.write(network)))
                        .orElse(settled);
            }
            case Created created ->
                created.setPolicy()
                        .map(set -> origin("created", created).with("setPolicy", new Json.Bool(set)))
                        .orElseGet(() -> origin("created", created));
            case Found found ->
                found.told()
                        .map(told -> origin("found", found).with("told", write(told)))
                        .orElseGet(() -> origin("found", found));
            // Whoever asked got an answer; what comes back later is one more look.
            case Asked asked -> origin("found", asked);
            case Modified modified ->
                switch (modified.touched()) {
                    case Touched.Everything _ -> origin("modified", modified);
                    case Touched.Members members -> origin("modified", modified).with("touched", write(members));
                };
        };
    }

    private static Json.Obj origin(String kind, EndpointChange change) {
        return Json.object()
                .put("kind", kind)
                .put("endpoint", change.endpoint().value())
                .put("origin", OriginJson.write(change.origin()))
                .build();
    }

    private static Json.Obj write(Touched.Members members) {
        return Json.object()
                .put("policy", members.policy())
                .put("policyReset", members.policyReset())
                .put("added", write(members.added()))
                .put("removed", write(members.removed()))
                .put("others", new TreeSet<>(members.others()))
                .build();
    }

    private static Json.Obj write(Attachments attachments) {
        return NetworkJson.write(new NetworkSettings(attachments));
    }

    public static EndpointChange read(Stored stored) {
        var origin = OriginJson.read(stored.child("origin"));
        var endpoint = new EndpointId(stored.text("endpoint"));
        var call = switch (stored.text("kind")) {
            case "created" -> new Created(origin, endpoint, stored.optionalBool("setPolicy"));
            case "found" ->
                new Found(
                        origin,
                        endpoint,
                        stored.optionalChild("told")
                                .map(told -> NetworkJson.read(told).attachments())
                                // An older version says what nobody was told of.
                                .or(() -> stored.optionalChild("untold").map(_ -> Attachments.NONE)));
            case "modified" ->
                new Modified(
                        origin,
                        endpoint,
                        stored.optionalChild("touched")
                                .<Touched>map(ChangeJson::members)
                                .orElseGet(Touched.Everything::new));
            default -> throw new IllegalStateException("stored change of an unknown kind");
        };
        return stored.optionalBool("settled").orElse(false)
                ? new Settled(call, stored.optionalChild("baseline").map(NetworkJson::read))
                : call;
    }

    private static Touched.Members members(Stored stored) {
        return new Touched.Members(
                stored.optionalText("policy"),
                stored.optionalBool("policyReset").orElse(false),
                NetworkJson.read(stored.child("added")).attachments(),
                NetworkJson.read(stored.child("removed")).attachments(),
                stored.textSet("others"));
    }
}
