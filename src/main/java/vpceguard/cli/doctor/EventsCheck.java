package vpceguard.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;

/// Whether the last call that CloudTrail knows of was followed by a line in the functions' log.
///
/// @param now for ages
record EventsCheck(Instant now) implements Check {
    /// CloudTrail and the log groups' times are late by as much.
    private static final Duration LATE = Duration.ofHours(2);

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var create = last("CreateVpcEndpoint", aws);
        var modify = last("ModifyVpcEndpoint", aws);
        var log = Optional.ofNullable(stack.resources().get("FunctionLogs"))
                .map(group -> aws.ask(
                        "logs",
                        "DescribeLogStreams",
                        Json.object()
                                .put("logGroupName", group)
                                .put("orderBy", "LastEventTime")
                                .put("descending", true)
                                .put("limit", 1)
                                .build()));
        var refused = Stream.of(Optional.of(create), Optional.of(modify), log)
                .flatMap(Optional::stream)
                .filter(Reply.Refused.class::isInstance)
                .map(reply -> ((Reply.Refused) reply).reason())
                .findFirst();
        if (refused.isPresent()) {
            return List.of(Sign.unknown("events", refused.get()));
        }
        var call = Stream.of(create, modify)
                .flatMap(reply -> time(reply, "Events", "EventTime", 1).stream())
                .max(Comparator.naturalOrder());
        var line = log.flatMap(reply -> time(reply, "logStreams", "lastEventTimestamp", 1000));
        return List.of(call.map(at -> sign(at, line))
                .orElseGet(() -> Sign.well("events", "no endpoint was made or changed in 90 days")));
    }

    private Sign sign(Instant call, Optional<Instant> line) {
        var age = days(call);
        if (line.filter(at -> !at.isBefore(call)).isPresent()) {
            return Sign.well("events", "the last call on an endpoint was " + age + ", and a function ran since");
        }
        return call.isAfter(now.minus(LATE))
                ? Sign.odd(
                        "events",
                        "the last call on an endpoint was " + age + ", and no function ran yet",
                        "look again in two hours")
                : Sign.ill(
                        "events",
                        "the last call on an endpoint was " + age + ", and no function ran since",
                        "look at trail, rules and the queue of undelivered events");
    }

    private String days(Instant at) {
        var age = Duration.between(at, now);
        return age.toDays() > 1 ? age.toDays() + " days ago" : age.toMinutes() + " minutes ago";
    }

    private static Reply last(String name, Questions aws) {
        var attribute = Json.object()
                .put("AttributeKey", "EventName")
                .put("AttributeValue", name)
                .build();
        return aws.ask(
                "cloudtrail",
                "LookupEvents",
                Json.object()
                        .put("LookupAttributes", new Json.Arr(List.of(attribute)))
                        .put("MaxResults", 1)
                        .build());
    }

    /// @param parts so many of the answer's numbers are a second
    private static Optional<Instant> time(Reply reply, String list, String name, long parts) {
        return reply instanceof Reply.Answer(var json)
                ? Questions.items(json, list)
                        .filter(item -> item.at(name).isPresent())
                        .map(item -> Instant.ofEpochSecond(Questions.number(item, name) / parts))
                        .findFirst()
                : Optional.empty();
    }
}
