package vpceguard.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.cli.Input.Read;
import vpceguard.cli.replay.Replay;
import vpceguard.cli.replay.Replay.Passed;
import vpceguard.cli.shown.ShownEndpoint;
import vpceguard.cli.shown.ShownService;
import vpceguard.flow.Result;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.Partition;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.RemediationRecord;

/// What would the guard have said to calls that were made?
@Command(
        name = "replay",
        header = "Shows what a stack in observe mode would have said to recorded calls, by its own pass.",
        customSynopsis = {
            "vpce-guard replay --perimeter=FILE [--endpoints=FILE]",
            "                         [--own-role=ARN ...] [--account=ID] [--ring=NAME]",
            "                         [--notices|--json] FILE..."
        },
        footer = {
            "",
            "A file holds records of CloudTrail: as they lie in its bucket, also gzipped,",
            "as aws cloudtrail lookup-events prints them, in EventBridge's envelope, or one",
            "a line. Of a directory all files with .json or .json.gz are read. Calls that",
            "do not make or change endpoints are passed over.",
            "",
            "An endpoint is as the calls before left it. What they do not say is taken",
            "from --endpoints, a snapshot by aws ec2 describe-vpc-endpoints; without it a",
            "change to an endpoint that no record makes is not judged, and answered",
            "NOT_KNOWN. Who reaches an endpoint through its security groups is not judged.",
            "The document is as in force for the account and on the day of each call. What the",
            "stack would tell in its daily digest and not at once is answered with its controls",
            "and \"in the digest\".",
            "",
            "Examples:",
            "  vpce-guard replay --perimeter=perimeter.json AWSLogs/",
            "  aws cloudtrail lookup-events --lookup-attributes \\",
            "    AttributeKey=EventName,AttributeValue=ModifyVpcEndpoint > calls.json",
            "  aws ec2 describe-vpc-endpoints > endpoints.json",
            "  vpce-guard replay --perimeter=perimeter.json \\",
            "    --endpoints=endpoints.json calls.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would have been told",
            "1:something would have been changed or told, at once or in the digest",
            "2:wrong usage or unreadable input",
            "3:no call was found, a record could not be understood, or is of an endpoint that is not known",
            "70:internal error"
        })
final class ReplayCalls implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "records of CloudTrail, or directories with such")
    private List<String> files = List.of();

    @Option(names = "--own-role", paramLabel = "ARN", description = "role whose calls are the guard's own")
    private Set<String> roles = Set.of();

    @Option(names = "--notices", description = "the notices that would have been sent, whole")
    private boolean whole;

    @Option(names = "--json", description = "answer in JSON lines")
    private boolean json;

    @Mixin
    private EndpointsFile endpoints = new EndpointsFile();

    @Mixin
    private PerimeterFile perimeter = new PerimeterFile();

    ReplayCalls(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var replayed = snapshot()
                .then(snapshot -> CallRecords.read(files)
                        .then(records -> perimeters(records)
                                .map(days -> replay(
                                        new Replay(
                                                snapshot, endpoint -> ShownService.of(endpoint.service()), days, roles),
                                        records))));
        return terminal.answer(replayed, all -> {
            if (!json) {
                terminal.say(counts(all));
            }
            if (all.stream().anyMatch(ReplayCalls::isOfUnknown)) {
                terminal.remark("vpce-guard: no record makes the endpoints that are not known; give --endpoints,"
                        + " what aws ec2 describe-vpc-endpoints prints");
            }
            if (all.isEmpty()) {
                terminal.remark("vpce-guard: no call that makes or changes an endpoint was found in "
                        + files.stream().map(Quoted::of).collect(Collectors.joining(", "))
                        + ", expected CloudTrail's records");
            }
            return exitCode(all);
        });
    }

    private Input<List<Endpoint>> snapshot() {
        return endpoints
                .read()
                .map(read -> read.map(
                        all -> all.stream().map(ShownEndpoint::endpoint).toList()))
                .orElseGet(() -> new Read<>(List.of()));
    }

    /// The document as in force for each account on each day; what is wrong with it is wrong for all of them.
    private Input<BiFunction<String, LocalDate, Perimeter>> perimeters(List<Json> records) {
        var region = texts(records, "awsRegion").findFirst();
        return perimeter
                .where
                .agreeing("the calls", texts(records, "recipientAccountId"))
                .then(_ -> perimeter.onDays(Partition.of(region.orElse(""))));
    }

    private static Stream<String> texts(List<Json> records, String name) {
        return records.stream().flatMap(record -> record.textAt(name).stream());
    }

    private List<Passed> replay(Replay replay, List<Json> records) {
        var all = new ArrayList<Passed>();
        for (var record : records) {
            var passed = replay.next(record);
            all.add(passed);
            tell(passed, record);
        }
        return all;
    }

    private void tell(Passed passed, Json record) {
        var line = record.textAt("eventTime").orElse("") + " "
                + record.textAt("eventName").orElse("") + " ";
        if (json) {
            terminal.out().print(JsonWriter.compact(json(passed, record)) + "\n");
            return;
        }
        switch (passed) {
            case Passed.Ignored(var reason) -> terminal.say(line + "ignored: " + reason);
            case Passed.Unreadable(var reason) -> terminal.say(line + "NOT UNDERSTOOD: " + reason);
            case Passed.Call(var change, var endpoint, var _, var notices, var digested) -> {
                terminal.say(line + change.endpoint()
                        + endpoint.map(known -> " (" + known.service().shortName() + ")")
                                .orElse("") + ": " + word(passed)
                        + listed(notices.stream().flatMap(notice -> notice.controls().stream()), "")
                        + listed(controls(digested), digested.isEmpty() ? "" : " in the digest") + ", by "
                        + change.origin().actor().name());
                if (whole) {
                    notices.stream()
                            .flatMap(notice -> notice.text().lines())
                            .forEach(text -> terminal.say("    " + text));
                }
            }
        }
    }

    private static String listed(Stream<String> controls, String how) {
        var named = controls.distinct().collect(Collectors.joining(", "));
        return (named.isEmpty() ? "" : " " + named) + how;
    }

    private static Stream<String> controls(List<RemediationRecord> digested) {
        return digested.stream().flatMap(record -> RecordNotice.controls(record).stream());
    }

    private static Json json(Passed passed, Json record) {
        var json = Json.object()
                .put("time", record.textAt("eventTime"))
                .put("call", record.textAt("eventName"))
                .put("cause", record.textAt("eventID"));
        return switch (passed) {
            case Passed.Ignored(var reason) ->
                json.put("result", "IGNORED").put("reason", reason).build();
            case Passed.Unreadable(var reason) ->
                json.put("result", "UNREADABLE").put("reason", reason).build();
            case Passed.Call(var change, var _, var _, var notices, var digested) ->
                json.put("endpoint", change.endpoint().value())
                        .put("result", word(passed))
                        .put(
                                "notices",
                                new Json.Arr(notices.stream().map(Notice::json).toList()))
                        .put("digest", controls(digested).distinct().toList())
                        .build();
        };
    }

    private static String counts(List<Passed> all) {
        var counts = new TreeMap<String, Integer>();
        all.forEach(passed -> counts.merge(word(passed), 1, Integer::sum));
        return all.size()
                + (all.size() == 1 ? " call" : " calls")
                + counts.entrySet().stream()
                        .map(count -> ", " + count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining());
    }

    private static String word(Passed passed) {
        return switch (passed) {
            case Passed.Ignored _ -> "IGNORED";
            case Passed.Unreadable _ -> "UNREADABLE";
            case Passed.Call(var _, var _, var result, var _, var _) ->
                isOfUnknown(passed) ? "NOT_KNOWN" : result.word();
        };
    }

    /// No record deletes endpoints here: one that is gone was never there.
    private static boolean isOfUnknown(Passed passed) {
        return passed instanceof Passed.Call call && call.result() == Result.Mention.GONE;
    }

    private static int exitCode(List<Passed> all) {
        if (all.stream().anyMatch(passed -> passed instanceof Passed.Call call && call.isTold())) {
            return 1;
        }
        return all.isEmpty()
                        || all.stream().anyMatch(passed -> passed instanceof Passed.Unreadable || isOfUnknown(passed))
                ? 3
                : 0;
    }
}
