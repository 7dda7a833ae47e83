package vpceguard.event;

import vpceguard.json.Json;
import vpceguard.json.Stored;

/// Where a change comes from, as JSON for records; what is written is read again without loss.
public final class OriginJson {
    private OriginJson() {}

    public static Json.Obj write(Origin origin) {
        return Json.object()
                .put("eventId", origin.eventId())
                .put("originalEventId", origin.originalEventId())
                .put("requestId", origin.requestId())
                .put("eventName", origin.eventName())
                .put("time", origin.time().toString())
                .put("account", origin.account())
                .put("region", origin.region())
                .put("actor", write(origin.actor()))
                .build();
    }

    public static Json.Obj write(Actor actor) {
        return Json.object()
                .put("type", actor.type())
                .put("arn", actor.arn())
                .put("principalId", actor.principalId())
                .put("roleArn", actor.roleArn())
                .put("invokedBy", actor.invokedBy())
                .put("sourceAddress", actor.sourceAddress())
                .put("userAgent", actor.userAgent())
                .build();
    }

    public static Origin read(Stored stored) {
        var actor = stored.child("actor");
        return new Origin(
                stored.text("eventId"),
                stored.optionalText("originalEventId"),
                stored.optionalText("requestId"),
                stored.text("eventName"),
                stored.time("time"),
                stored.text("account"),
                stored.text("region"),
                new Actor(
                        actor.optionalText("type"),
                        actor.optionalText("arn"),
                        actor.optionalText("principalId"),
                        actor.optionalText("roleArn"),
                        actor.optionalText("invokedBy"),
                        actor.optionalText("sourceAddress"),
                        actor.optionalText("userAgent")));
    }
}
