package vpceguard.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;

/// Whether the functions that take events have logged anything since the last call that CloudTrail knows of.
///
/// @param now for ages
record EventsCheck(Instant now) implements Check {
    /// CloudTrail and the log groups' times are late by as much.
    private static final Duration LATE = Duration.ofHours(2);

    private static final String LAST = "lastEventTimestamp";

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var calls = Stream.of("CreateVpcEndpoint", "ModifyVpcEndpoint")
                .map(name -> last(name, aws))
                .toList();
        var refused = calls.stream()
                .filter(Reply.Refused.class::isInstance)
                .map(reply -> ((Reply.Refused) reply).reason())
                .findFirst();
        if (refused.isPresent()) {
            return List.of(Sign.unknown("events", refused.get()));
        }
        return List.of(calls.stream()
                .flatMap(reply -> time(reply).stream())
                .max(Comparator.naturalOrder())
                .map(call -> sign(call, stack, aws, Optional.empty()))
                .orElseGet(() -> Sign.well("events", "no endpoint was made or changed in 90 days")));
    }

    /// All functions write into one group, the sweep each hour: only those that take events count.
    ///
    /// @param page of the group's streams, the last written first; the first page if there is none
    private Sign sign(Instant call, DeployedStack stack, Questions aws, Optional<String> page) {
        var question = Json.object()
                .put("logGroupName", stack.resources().getOrDefault("FunctionLogs", ""))
                .put("orderBy", "LastEventTime")
                .put("descending", true)
                .put("nextToken", page);
        return switch (aws.ask("logs", "DescribeLogStreams", question.build())) {
            case Reply.Refused(var reason) -> Sign.unknown("events", reason);
            case Reply.Answer(var json) -> {
                var streams = json.itemsAt("logStreams").toList();
                var written = streams.stream()
                        .filter(stream -> stream.at(LAST).isPresent())
                        .toList();
                var since = written.stream()
                        .filter(stream -> Questions.number(stream, LAST) >= call.toEpochMilli())
                        .toList();
                var next = json.textAt("nextToken").filter(_ -> since.size() == written.size() && !streams.isEmpty());
                yield since.stream().anyMatch(stream -> takesEvents(stream, stack))
                        ? Sign.well(
                                "events",
                                "the last call on an endpoint was " + age(call) + ", and a function ran since")
                        : next.isPresent() ? sign(call, stack, aws, next) : missing(call);
            }
        };
    }

    /// A stream's name is the day, the function's name, and in brackets version and instance.
    private static boolean takesEvents(Json stream, DeployedStack stack) {
        var name = stream.textAt("logStreamName").orElse("");
        return Stream.of("CreateVpcEndpointFunction", "ModifyVpcEndpointFunction")
                .flatMap(function -> Optional.ofNullable(stack.resources().get(function)).stream())
                .anyMatch(function -> name.contains("/" + function + "["));
    }

    private Sign missing(Instant call) {
        return call.isAfter(now.minus(LATE))
                ? Sign.odd(
                        "events",
                        "the last call on an endpoint was " + age(call) + ", and no function ran yet",
                        "look again in two hours")
                : Sign.ill(
                        "events",
                        "the last call on an endpoint was " + age(call) + ", and no function ran since",
                        "look at trail, rules and the queue of undelivered events");
    }

    private String age(Instant at) {
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

    private static Optional<Instant> time(Reply reply) {
        return reply instanceof Reply.Answer(var json)
                ? json.itemsAt("Events")
                        .filter(event -> event.at("EventTime").isPresent())
                        .map(event -> Instant.ofEpochSecond(Questions.number(event, "EventTime")))
                        .findFirst()
                : Optional.empty();
    }
}
