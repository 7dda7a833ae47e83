package vpceguard.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.cli.shown.ShownEndpoint;
import vpceguard.cli.shown.ShownService;
import vpceguard.control.Assessment;
import vpceguard.event.Touched;
import vpceguard.flow.ServiceDetails;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.RehearsalRules;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.rehearsal.Accounts;
import vpceguard.rehearsal.Rehearsal;
import vpceguard.rehearsal.RehearsalText;
import vpceguard.remediation.Planner;

/// What would a tighter policy have broken?
@Command(
        name = "rehearse",
        header = "Runs recorded calls under the policy that a repair would write.",
        customSynopsis = {
            "vpce-guard rehearse --perimeter=FILE [--endpoint=ID ...]",
            "                           [--endpoints=FILE] [--members=FILE] [--days=N]",
            "                           [--json] SOURCE...",
            "       vpce-guard rehearse --before=A.json --after=B.json --endpoint=ID [--type=TYPE]",
            "                           [--days=N] [--json] SOURCE..."
        },
        footer = {
            "",
            "A source holds CloudTrail's network activity events, which a trail records only",
            "where it is told to: a file or directory (.json, .json.gz, .jsonl), s3://BUCKET/",
            "PREFIX, or logs:GROUP, the log group that the trail writes to.",
            "",
            "The endpoints are those of the account and Region, or of --endpoints, what aws",
            "ec2 describe-vpc-endpoints prints. The new policy is the one that an event would",
            "write today; with --before and --after it is any, and --endpoint may be left out",
            "only if all records are of calls through one.",
            "",
            "A call that cannot be told, since its record leaves out what decides, is counted",
            "as such. No calls, none that is not denied already, more than half of those",
            "that cannot be told, or a network activity event that cannot be read are no",
            "evidence. The organization of other accounts is known only from --members or",
            "the document.",
            "",
            "Examples:",
            "  vpce-guard rehearse --perimeter=perimeter.json AWSLogs/",
            "  vpce-guard rehearse --perimeter=perimeter.json --days=30 \\",
            "    --endpoint=vpce-0123456789abcdef0 logs:aws-cloudtrail-logs",
            "  vpce-guard rehearse --before=today.json --after=proposed.json \\",
            "    --endpoint=vpce-0123456789abcdef0 --type=gateway \\",
            "    s3://trail-bucket/AWSLogs/111122223333/CloudTrail/"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would have been denied, and there is evidence for it, or nothing would be written",
            "1:something would have been denied",
            "2:wrong usage or unreadable input",
            "3:no evidence for an endpoint, and nothing denied",
            "70:internal error"
        })
final class Rehearse implements Callable<Integer> {
    private static final int GROUPS_SHOWN = 10;

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "where network activity events lie")
    private List<String> sources = List.of();

    @Option(names = "--before", paramLabel = "A.json", description = "the policy that stands")
    private Optional<String> before = Optional.empty();

    @Option(names = "--after", paramLabel = "B.json", description = "the policy that is proposed")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "type of the endpoint of the two: gateway or interface (default)")
    private Optional<EndpointType> type = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "ID", description = "only calls through this one; may be said again")
    private Set<String> only = Set.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "only calls of the last N days; of a log group " + RehearsalRules.USUAL_DAYS)
    private Optional<Integer> days = Optional.empty();

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    @Mixin
    private EndpointsFile snapshot = new EndpointsFile();

    @Mixin
    private Members members = new Members();

    @Mixin
    private PerimeterFile perimeter = new PerimeterFile();

    @Mixin
    private Access access = new Access();

    Rehearse(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var fault = days.flatMap(Rehearsals::fault);
        if (fault.isPresent()) {
            return terminal.refuse(fault.get());
        }
        boolean isOffline = sources.stream().map(RecordSource::of).allMatch(RecordSource::isOnDisk)
                && (before.isPresent() || snapshot.isGiven());
        var rehearsed = isOffline
                ? rehearsed(Optional.empty(), "")
                : access.ask((account, region) -> rehearsed(Optional.of(account), region));
        return terminal.answer(rehearsed, this::tell);
    }

    /// What came of each endpoint; empty where nothing would be written.
    private record Told(Map<String, Optional<Rehearsal>> endpoints, long unreadable) {}

    private Input<Told> rehearsed(Optional<AwsAccount> account, String region) {
        if (before.isPresent() != after.isPresent()) {
            return new Refused<>("expected --before and --after together, or --perimeter");
        }
        if (before.isPresent() && (perimeter.isGiven() || snapshot.isGiven() || members.areGiven())) {
            return new Refused<>("--before and --after are the two policies whatever the perimeter, expected no"
                    + " --perimeter, --account, --ring, --endpoints or --members beside them");
        }
        if (before.isEmpty() && type.isPresent()) {
            return new Refused<>("--type is of the endpoint of --before and --after; others have their own");
        }
        var aws = new RecordSource.Asked(account::orElseThrow, region);
        return before.isPresent() ? ofPolicies(aws) : ofEndpoints(account, region, aws);
    }

    private Rehearsals rehearsals(Accounts accounts) {
        // A log group is asked for a time in any case.
        boolean isLog = sources.stream().map(RecordSource::of).anyMatch(RecordSource.LogGroup.class::isInstance);
        return new Rehearsals(
                accounts,
                Rehearsals.lastDays(
                        days.or(() -> isLog ? Optional.of(RehearsalRules.USUAL_DAYS) : Optional.empty()),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    private Input<Told> ofPolicies(RecordSource.Asked aws) {
        return TextFile.read(before.orElseThrow(), PolicyReader::read)
                .then(old -> TextFile.read(after.orElseThrow(), PolicyReader::read)
                        .then(proposed -> {
                            var rehearsals = rehearsals(Accounts.UNKNOWN);
                            var ids = only.isEmpty() ? Set.of(Rehearsals.ANY) : only;
                            ids.forEach(id -> rehearsals.add(
                                    id, old, proposed, type.orElse(EndpointType.INTERFACE), Optional.<Policy>empty()));
                            return rehearsals.run(sources, aws).map(done -> told(Map.of(), done));
                        }));
    }

    private Input<Told> ofEndpoints(Optional<AwsAccount> account, String region, RecordSource.Asked aws) {
        return found(account, region)
                .then(found -> perimeter
                        .where
                        .of("the endpoints", found.owners())
                        .then(owner -> perimeter
                                .in(found.partition(), owner)
                                .then(within -> members.ids(within)
                                        .then(known -> chosen(found.endpoints())
                                                .then(endpoints -> rehearse(
                                                        endpoints,
                                                        owner,
                                                        within,
                                                        Accounts.of(within, owner.orElse(""), known),
                                                        services(account, region),
                                                        aws))))));
    }

    /// Endpoints, whose they are, and in which partition.
    private record Found(List<Endpoint> endpoints, Set<String> owners, String partition) {}

    private Input<Found> found(Optional<AwsAccount> account, String region) {
        return snapshot.read().map(read -> read.map(this::found)).orElseGet(() -> {
            var asked = account.orElseThrow();
            var identity = asked.identity(region);
            return new Read<>(new Found(
                    asked.in(region).endpoints().all().toList(), Set.of(identity.account()), identity.partition()));
        });
    }

    private Found found(List<ShownEndpoint> shown) {
        var endpoints = shown.stream().map(ShownEndpoint::endpoint).toList();
        return new Found(
                endpoints,
                shown.stream()
                        .filter(one -> isChosen(one.endpoint()))
                        .flatMap(one -> one.owner().stream())
                        .collect(Collectors.toSet()),
                // Endpoint services of accounts name no Region.
                endpoints.stream()
                        .map(Endpoint::service)
                        .filter(service -> service.region().isPresent())
                        .map(ServiceName::partition)
                        .findFirst()
                        .orElse("aws"));
    }

    private boolean isChosen(Endpoint endpoint) {
        return only.isEmpty() || only.contains(endpoint.id().value());
    }

    private Input<List<Endpoint>> chosen(List<Endpoint> found) {
        var chosen = found.stream().filter(this::isChosen).toList();
        var ids = chosen.stream().map(one -> one.id().value()).collect(Collectors.toSet());
        var missing = only.stream().filter(id -> !ids.contains(id)).sorted().toList();
        if (!missing.isEmpty()) {
            return new Refused<>(
                    "--endpoint is " + missing.stream().map(Quoted::of).collect(Collectors.joining(", "))
                            + ", expected only endpoints of the account and Region, or of --endpoints");
        }
        return chosen.isEmpty()
                ? new Refused<>("there is no endpoint, expected one in the account and Region, or in --endpoints")
                : new Read<>(chosen);
    }

    private ServiceDetails services(Optional<AwsAccount> account, String region) {
        return snapshot.isGiven()
                ? endpoint -> ShownService.of(endpoint.service())
                : account.orElseThrow().in(region).services();
    }

    private Input<Told> rehearse(
            List<Endpoint> endpoints,
            Optional<String> owner,
            Perimeter within,
            Accounts accounts,
            ServiceDetails services,
            RecordSource.Asked aws) {
        var rehearsals = rehearsals(accounts);
        var planned = new LinkedHashMap<String, Endpoint>();
        for (var endpoint : endpoints) {
            planned.put(endpoint.id().value(), endpoint);
            var subject = Assess.subject(endpoint, owner, services.of(endpoint), within);
            var plan = Planner.plan(subject, Assessment.of(subject), new Touched.Everything());
            rehearsals.add(endpoint, subject.ceiling().region(), plan, subject.perimeter());
        }
        return rehearsals.run(sources, aws).map(done -> told(planned, done));
    }

    private static Told told(Map<String, Endpoint> endpoints, Rehearsals done) {
        var all = new LinkedHashMap<String, Optional<Rehearsal>>();
        endpoints.keySet().forEach(id -> all.put(id, done.of(id)));
        done.all().forEach((id, result) -> all.put(id, Optional.of(result)));
        return new Told(all, done.unreadable());
    }

    private int tell(Told told) {
        if (json) {
            terminal.print(json(told));
        } else {
            told.endpoints().forEach(this::tell);
            if (told.unreadable() > 0) {
                terminal.remark(told.unreadable() + " network activity events could not be read");
            }
        }
        var verdicts = told.endpoints().values().stream()
                .flatMap(Optional::stream)
                .map(Rehearsal::verdict)
                .toList();
        if (verdicts.contains(Rehearsal.Verdict.WOULD_DENY)) {
            return 1;
        }
        return verdicts.contains(Rehearsal.Verdict.NO_EVIDENCE) ? 3 : 0;
    }

    private void tell(String endpoint, Optional<Rehearsal> result) {
        var name = endpoint.isEmpty() ? "" : endpoint + ": ";
        if (result.isEmpty()) {
            terminal.say(name + "no tighter policy would be written");
            return;
        }
        var lines = new RehearsalText(result.get()).lines(GROUPS_SHOWN);
        terminal.say(name + lines.getFirst());
        lines.stream().skip(1).map("  "::concat).forEach(terminal::say);
        result.get().trusted().stream()
                .flatMap(group -> group.keeping().stream())
                .distinct()
                .limit(GROUPS_SHOWN)
                .forEach(statement -> {
                    terminal.say("  to keep it, in \"also\" of the service in the perimeter document: "
                            + JsonWriter.compact(statement.json()));
                    statement.remark().map("    "::concat).ifPresent(terminal::say);
                });
    }

    private static Json.Obj json(Told told) {
        var endpoints = told.endpoints().entrySet().stream()
                .map(entry -> {
                    var one = Json.object();
                    if (!entry.getKey().isEmpty()) {
                        one.put("endpoint", entry.getKey());
                    }
                    entry.getValue()
                            .map(Rehearsal::json)
                            .ifPresentOrElse(result -> one.put("rehearsal", result), () -> one.put("planned", false));
                    return one.build();
                })
                .toList();
        return Json.object()
                .put("schema", "vpceguard/rehearsal/1")
                .put("endpoints", new Json.Arr(endpoints))
                .put("unreadable", told.unreadable())
                .build();
    }
}
