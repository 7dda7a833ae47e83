package vpceguard.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import vpceguard.flow.RecordedCalls;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointId;

/// Recorded calls from the log group that a trail writes to, read day by day from the newest, so that a
/// limit cuts off the oldest. An account may ask five to ten times a second (CloudWatch Logs quotas), so a
/// page holds as much as it can.
public final class LogGroupCalls implements RecordedCalls {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PAGE_TAKES = Duration.ofSeconds(20);

    private final CloudWatchLogsClient logs;
    private final String group;
    private final int mostPages;
    private final Duration longest;
    private final Clock clock;

    /// @param mostPages of one reading; a page has up to 10,000 records or 1 MB
    /// @param longest time of one reading
    public LogGroupCalls(CloudWatchLogsClient logs, String group, int mostPages, Duration longest, Clock clock) {
        this.logs = logs;
        this.group = group;
        this.mostPages = mostPages;
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public Reading read(Optional<EndpointId> endpoint, Instant from, Instant to, Consumer<Json> each) {
        var end = clock.instant().plus(longest);
        int pages = 0;
        try {
            for (var until = to; until.isAfter(from); until = until.minus(DAY)) {
                var since = until.minus(DAY).isBefore(from) ? from : until.minus(DAY);
                Optional<String> next = Optional.empty();
                do {
                    if (pages++ == mostPages || clock.instant().isAfter(end)) {
                        return new Reading.Cut("those before " + until + " are too many to be read at once");
                    }
                    next = page(endpoint, since, until, next, each);
                } while (next.isPresent());
            }
            return new Reading.All();
        } catch (CloudWatchLogsException refused) {
            if (refused.statusCode() >= 500 || refused.isThrottlingException()) {
                throw refused;
            }
            return new Reading.Unread("log group " + Quoted.of(group) + ": "
                    + Quoted.of(AwsError.of(refused).sentence()));
        }
    }

    private Optional<String> page(
            Optional<EndpointId> endpoint, Instant since, Instant until, Optional<String> token, Consumer<Json> each) {
        var request = FilterLogEventsRequest.builder()
                .logGroupName(group)
                .startTime(since.toEpochMilli())
                .endTime(until.toEpochMilli() - 1)
                .filterPattern(pattern(endpoint))
                .overrideConfiguration(
                        call -> call.apiCallAttemptTimeout(PAGE_TAKES).apiCallTimeout(PAGE_TAKES));
        token.ifPresent(request::nextToken);
        var answer = logs.filterLogEvents(request.build());
        // What is no JSON is no record of CloudTrail.
        answer.events()
                .forEach(event -> JsonReader.read(event.message()).orEmpty().ifPresent(each));
        return Optional.ofNullable(answer.nextToken());
    }

    private static String pattern(Optional<EndpointId> endpoint) {
        return "{ $.eventCategory = \"NetworkActivity\""
                + endpoint.map(id -> " && $.vpcEndpointId = \"" + id + "\"").orElse("") + " }";
    }
}
