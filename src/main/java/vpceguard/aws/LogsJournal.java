package vpceguard.aws;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import vpceguard.flow.Journal;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// The journal in a CloudWatch Logs group of its own, one JSON object for each entry.
public final class LogsJournal implements Journal {
    private final CloudWatchLogsClient logs;
    private final String group;
    private final String stream;
    private final PrintStream standardOutput;
    private final Clock clock;

    public LogsJournal(
            CloudWatchLogsClient logs, String group, String stream, PrintStream standardOutput, Clock clock) {
        this.logs = logs;
        this.group = group;
        this.stream = stream;
        this.standardOutput = standardOutput;
        this.clock = clock;
    }

    @Override
    public void append(List<Json.Obj> entries) {
        var now = clock.millis();
        var events = entries.stream()
                .map(entry -> InputLogEvent.builder()
                        .timestamp(now)
                        .message(JsonWriter.compact(entry))
                        .build())
                .toList();
        logs.putLogEvents(
                request -> request.logGroupName(group).logStreamName(stream).logEvents(events));
    }

    @Override
    public void mention(Json.Obj entry) {
        standardOutput.println(JsonWriter.compact(entry));
    }
}
