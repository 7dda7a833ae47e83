package vpceguard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount;
import vpceguard.aws.AwsAccount.Identity;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.notice.report.Report;
import vpceguard.notice.report.ReportJson;
import vpceguard.notice.report.ReportPage;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;
import vpceguard.rehearsal.Accounts;

/// How do an account's endpoints stand?
@Command(
        name = "sweep",
        header =
                "Judges every endpoint of an account, with credentials that only read, and without deploying anything.",
        customSynopsis = {
            "vpce-guard sweep [--perimeter=FILE] [--ring=NAME] [--profile=NAME]",
            "                        [--region=REGION ... | --all-regions]",
            "                        [--rehearse=SOURCE ... [--days=N] [--members=FILE]]",
            "                        [--report=FILE] [--json]"
        },
        footer = {
            "",
            "Without a perimeter document the account's own organization is trusted, as AWS",
            "Organizations names it. Region and credentials come from environment or profile,",
            "as for other tools of AWS.",
            "",
            "It reads DescribeVpcEndpoints, DescribeVpcEndpointServices, DescribeVpcs,",
            "DescribeSecurityGroups, GetManagedPrefixListEntries, DescribeRegions,",
            "DescribeOrganization and GetCallerIdentity. What the credentials may not read is",
            "told and leaves open what depends on it.",
            "",
            "--report writes one page of HTML that needs no network, --json the same as JSON.",
            "",
            "Examples:",
            "  vpce-guard sweep --report=report.html",
            "  vpce-guard sweep --profile=audit --all-regions --perimeter=perimeter.json",
            "  vpce-guard sweep --region=eu-west-1 --json > report.json",
            "  vpce-guard sweep --report=report.html --rehearse=logs:aws-cloudtrail-logs"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every endpoint keeps to the perimeter, or it does not concern it",
            "1:one does not",
            "2:wrong usage, or AWS cannot be asked",
            "3:one could not be judged, or a Region not be read",
            "70:internal error"
        })
final class SweepAccount implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--perimeter", paramLabel = "FILE", description = "who and what is trusted, by docs/perimeter.md")
    private Optional<String> perimeter = Optional.empty();

    @Option(names = "--ring", paramLabel = "NAME", description = "ring of the document that the account is in")
    private Optional<String> ring = Optional.empty();

    @Option(names = "--profile", paramLabel = "NAME", description = "profile of AWS's configuration files")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--region", paramLabel = "REGION", description = "Region to look at; may be given several times")
    private List<String> regions = List.of();

    @Option(names = "--all-regions", description = "look at all Regions that are enabled for the account")
    private boolean allRegions;

    @Option(names = "--report", paramLabel = "FILE", description = "write the report there")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--rehearse",
            paramLabel = "SOURCE",
            description =
                    "rehearse each proposed policy on recorded calls: a directory, s3://BUCKET/PREFIX, logs:GROUP")
    private List<String> sources = List.of();

    @Option(names = "--days", paramLabel = "N", description = "recorded calls of the last N days (30)")
    private int days = 30;

    @Mixin
    private Members members = new Members();

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    SweepAccount(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (allRegions && !regions.isEmpty()) {
            return terminal.refuse("--all-regions looks at all, expected no --region beside it");
        }
        var odd = regions.stream()
                .filter(region -> !Access.REGION.matcher(region).matches())
                .findFirst();
        if (odd.isPresent()) {
            return terminal.refuse("--region is " + Quoted.of(odd.get()) + ", expected one such as eu-west-1");
        }
        var account = new AwsAccount(profile);
        var first = regions.stream().findFirst().or(account::usualRegion);
        if (first.isEmpty()) {
            return terminal.refuse("no Region is known, expected --region, AWS_REGION or a profile with one");
        }
        try {
            var identity = account.identity(first.get());
            return switch (within(identity, account.membership(first.get()))) {
                case Refused<Perimeter>(var reason) -> terminal.refuse(reason);
                case Read<Perimeter>(var within) -> {
                    var where = allRegions
                            ? account.regions(first.get())
                            : regions.isEmpty() ? List.of(first.get()) : regions;
                    yield tell(sweep(account, identity.account(), where, within));
                }
            };
        } catch (SdkException | UncheckedIOException e) {
            return terminal.refuse(Refusal.of(e));
        }
    }

    private Input<Perimeter> within(Identity identity, Membership membership) {
        var organization = membership instanceof Membership.Member(var id) ? Optional.of(id) : Optional.<String>empty();
        var place = new Place(identity.partition(), Optional.of(identity.account()), organization, ring);
        if (perimeter.isPresent()) {
            return PerimeterFile.read(perimeter.get(), place);
        }
        if (membership instanceof Membership.Unanswered(var reason)) {
            return new Refused<>("AWS Organizations does not say which organization this is, " + reason
                    + "; expected --perimeter, the file that says who is trusted");
        }
        var own = Json.object()
                .put("organizations", organization.stream().toList())
                .put("accounts", List.of(identity.account()))
                .build();
        var name = organization.map("organization "::concat).orElse("the account alone");
        return Input.ofFile(
                name,
                PerimeterReader.read(own, name, Controls.known())
                        .then(document -> document.at(place, LocalDate.now(ZoneOffset.UTC))));
    }

    private Report sweep(AwsAccount account, String id, List<String> where, Perimeter within) {
        var lines = new ArrayList<Report.Line>();
        var missing = new ArrayList<Finding>();
        var gaps = new ArrayList<String>();
        var names = new HashMap<String, String>();
        var progress = Progress.on(terminal);
        for (var region : where) {
            progress.at(region, 0, 0);
            try {
                var reads = account.in(region);
                var found = new RegionSweep(id, region, within, reads).run(progress);
                names.putAll(reads.vpcNames());
                lines.addAll(found.lines());
                missing.addAll(found.missing());
                gaps.addAll(found.gaps());
            } catch (SdkException e) {
                gaps.add(region + " could not be read: " + Quoted.of(String.valueOf(e.getMessage())));
            }
            progress.end();
        }
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var told = sources.isEmpty() ? lines : rehearsed(lines, account, id, where.getFirst(), within, gaps, now);
        return new Report(id, where, now, within.revision(), names, gaps, missing, told);
    }

    /// The lines with what recorded calls tell of their plans; a gap, if these cannot be read.
    private List<Report.Line> rehearsed(
            List<Report.Line> lines,
            AwsAccount account,
            String id,
            String region,
            Perimeter within,
            List<String> gaps,
            Instant now) {
        var aws = RecordSource.Asked.by(() -> account, region);
        return switch (members.ids().then(known -> {
            var rehearsals =
                    new Rehearsals(Accounts.of(within, id, known), Rehearsals.lastDays(Optional.of(days), now));
            lines.forEach(line -> rehearsals.add(
                    line.endpoint(),
                    line.endpoint().serviceRegion().orElse(line.region()),
                    line.plan(),
                    Controls.on(line.endpoint(), within)));
            return rehearsals.run(sources, aws);
        })) {
            case Refused<Rehearsals>(var reason) -> {
                gaps.add("recorded calls: " + reason);
                yield lines;
            }
            case Read<Rehearsals>(var done) ->
                lines.stream()
                        .map(line -> done.of(line.endpoint().id().value())
                                .map(result -> new Report.Line(
                                        line.endpoint(),
                                        line.region(),
                                        line.assessment(),
                                        line.plan().foreseeing(result.foreseen())))
                                .orElse(line))
                        .toList();
        };
    }

    private int tell(Report found) {
        if (report.isPresent()) {
            try {
                Files.writeString(Path.of(report.get()), ReportPage.of(found));
            } catch (IOException | InvalidPathException e) {
                return terminal.refuse("the report cannot be written to " + Quoted.of(report.get()) + ", "
                        + Quoted.of(String.valueOf(e.getMessage())));
            }
        }
        if (json) {
            terminal.out().println(JsonWriter.indented(ReportJson.write(found)));
        } else {
            new SweepText(found).lines().forEach(terminal::say);
        }
        return exitCode(found);
    }

    private static int exitCode(Report found) {
        var results = found.endpoints().stream()
                .map(line -> line.assessment().result())
                .toList();
        if (results.contains("NON_COMPLIANT")) {
            return 1;
        }
        return results.contains("INSUFFICIENT_DATA") || !found.gaps().isEmpty() ? 3 : 0;
    }
}
