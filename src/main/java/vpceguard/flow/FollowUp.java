package vpceguard.flow;

import vpceguard.event.ChangeJson;
import vpceguard.event.EndpointChange;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.EndpointId;
import vpceguard.notice.Notice;
import vpceguard.notice.NoticeJson;

/// A task for later: something that is to be looked at, sent or dealt with again.
public sealed interface FollowUp {
    /// The form of the queue's messages.
    String SCHEMA = "vpceguard/follow-up/1";

    /// A change that could not be dealt with at once, or a second look for one.
    record Look(EndpointChange change) implements FollowUp {}

    /// A change by this stack's own role, which no record named yet.
    record Own(EndpointChange change) implements FollowUp {}

    /// Notices about an endpoint that waited.
    record Tell(EndpointId endpoint) implements FollowUp {}

    /// A notice that one topic refused and others took.
    record Publish(String topic, Notice notice) implements FollowUp {}

    /// On one line, as it lies in the queue.
    default String text() {
        var json = Json.object().put("schema", SCHEMA);
        switch (this) {
            case Look(var change) -> json.put("look", ChangeJson.write(change));
            case Own(var change) -> json.put("own", ChangeJson.write(change));
            case Tell(var endpoint) -> json.put("tell", endpoint.value());
            case Publish(var topic, var notice) -> json.put("topic", topic).put("publish", NoticeJson.write(notice));
        }
        return JsonWriter.compact(json.build());
    }

    /// Reads a text of `text()`.
    static FollowUp read(String text) {
        var stored = Stored.of(text);
        return stored.optionalChild("look")
                .<FollowUp>map(change -> new Look(ChangeJson.read(change)))
                .or(() -> stored.optionalChild("own").map(change -> new Own(ChangeJson.read(change))))
                .or(() -> stored.optionalChild("publish")
                        .map(notice -> new Publish(stored.text("topic"), NoticeJson.read(notice))))
                .orElseGet(() -> new Tell(new EndpointId(stored.text("tell"))));
    }
}
