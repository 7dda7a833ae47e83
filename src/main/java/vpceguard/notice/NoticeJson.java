package vpceguard.notice;

import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;

/// A notice in all its forms as JSON, for the queue of what is sent again; what is written is read again without loss.
public final class NoticeJson {
    private NoticeJson() {}

    public static Json.Obj write(Notice notice) {
        var attributes = Json.object();
        notice.attributes().forEach(attributes::put);
        return Json.object()
                .put("subject", notice.subject())
                .put("text", notice.text())
                .put("json", notice.json())
                .put("attributes", attributes.build())
                .put("controls", notice.controls())
                .build();
    }

    public static Notice read(Stored stored) {
        var json = stored.child("json").object();
        return new Notice(
                stored.text("subject"),
                stored.text("text"),
                json,
                JsonWriter.compact(json),
                stored.textMap("attributes"),
                stored.texts("controls"));
    }
}
