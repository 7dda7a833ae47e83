package vpceguard.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;

/// Whether each function that takes events has logged anything since the last of its calls that CloudTrail knows of,
/// unless that came before the stack.
///
/// @param now for ages
record EventsCheck(Instant now) implements Check {
    /// CloudTrail and the log groups' times are late by as much.
    private static final Duration LATE = Duration.ofHours(2);

    private static final String LAST = "lastEventTimestamp";

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        return Stream.of("CreateVpcEndpoint", "ModifyVpcEndpoint")
                .map(name -> sign(name, stack, aws))
                .toList();
    }

    private Sign sign(String name, DeployedStack stack, Questions aws) {
        return switch (last(name, aws)) {
            case Reply.Refused(var reason) -> Sign.unknown("events", reason);
            case Reply.Answer(var json) ->
                time(json)
                        .map(call -> stack.made().filter(call::isBefore).isPresent()
                                ? Sign.well("events", "CloudTrail knows of no " + name + " since the stack was made")
                                : sign(name, call, stack, aws, Optional.empty()))
                        .orElseGet(() -> Sign.well("events", "CloudTrail knows of no " + name + " in 90 days"));
        };
    }

    /// All functions write into one group, the sweep each hour: only the one that takes these calls counts.
    ///
    /// @param page of the group's streams, the last written first; the first page if there is none
    private Sign sign(String name, Instant call, DeployedStack stack, Questions aws, Optional<String> page) {
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
                yield since.stream().anyMatch(stream -> takes(name, stream, stack))
                        ? Sign.well("events", lastWas(name, call) + "its function ran since")
                        : next.isPresent() ? sign(name, call, stack, aws, next) : missing(name, call);
            }
        };
    }

    /// A stream's name is the day, the function's name, and in brackets version and instance.
    private static boolean takes(String name, Json stream, DeployedStack stack) {
        var written = stream.textAt("logStreamName").orElse("");
        return Optional.ofNullable(stack.resources().get(name + "Function"))
                .filter(function -> written.contains("/" + function + "["))
                .isPresent();
    }

    private Sign missing(String name, Instant call) {
        return call.isAfter(now.minus(LATE))
                ? Sign.odd("events", lastWas(name, call) + "its function did not run yet", "look again in two hours")
                : Sign.ill(
                        "events",
                        lastWas(name, call) + "its function did not run since",
                        "look at trail, rules and the queue of undelivered events");
    }

    private String lastWas(String name, Instant call) {
        return "the last " + name + " was " + age(call) + ", and ";
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

    private static Optional<Instant> time(Json json) {
        return json.itemsAt("Events")
                .filter(event -> event.at("EventTime").isPresent())
                .map(event -> Instant.ofEpochSecond(Questions.number(event, "EventTime")))
                .findFirst();
    }
}
