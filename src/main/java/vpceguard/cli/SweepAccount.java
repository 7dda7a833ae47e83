package vpceguard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.json.Quoted;
import vpceguard.notice.report.Report;
import vpceguard.notice.report.ReportJson;
import vpceguard.notice.report.ReportPage;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.RehearsalRules;
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
            "1:one does not, or is missing where the perimeter requires it",
            "2:wrong usage, or AWS cannot be asked",
            "3:one could not be judged, or a Region not be read",
            "70:internal error"
        })
final class SweepAccount implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccountQuestion question = new AccountQuestion();

    @Option(names = "--report", paramLabel = "FILE", description = "write the report there")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--rehearse",
            paramLabel = "SOURCE",
            description =
                    "rehearse each proposed policy on recorded calls: a directory, s3://BUCKET/PREFIX, logs:GROUP")
    private List<String> sources = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "recorded calls of the last N days (" + RehearsalRules.USUAL_DAYS + ")")
    private Optional<Integer> days = Optional.empty();

    @Mixin
    private Members members = new Members();

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    SweepAccount(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var fault = days.flatMap(Rehearsals::fault);
        if (fault.isPresent()) {
            return terminal.refuse(fault.get());
        }
        if (sources.isEmpty() && (days.isPresent() || members.areGiven())) {
            return terminal.refuse("--days and --members are for recorded calls, expected --rehearse beside them");
        }
        var unwritable = report.filter(file -> !isWritable(file));
        if (unwritable.isPresent()) {
            return terminal.refuse(unwritten(unwritable.get()));
        }
        return terminal.answer(question.ask(terminal, perimeter -> perimeter, this::rehearsed), this::tell);
    }

    /// With what recorded calls tell of the plans; a gap, if these cannot be read.
    private Report rehearsed(Report report, AwsAccount account, Perimeter within) {
        if (sources.isEmpty()) {
            return report;
        }
        var aws = new RecordSource.Asked(() -> account, report.regions().getFirst());
        return switch (members.ids(within).then(known -> {
            var rehearsals = new Rehearsals(
                    Accounts.of(within, report.account(), known),
                    Rehearsals.lastDays(Optional.of(days.orElse(RehearsalRules.USUAL_DAYS)), report.at()));
            report.endpoints()
                    .forEach(line -> rehearsals.add(
                            line.endpoint(),
                            line.endpoint().serviceRegion().orElse(line.region()),
                            line.plan(),
                            Controls.on(line.endpoint(), within)));
            return rehearsals.run(sources, aws);
        })) {
            case Refused<Rehearsals>(var reason) -> report.withGap("recorded calls: " + reason);
            case Read<Rehearsals>(var done) -> rehearsed(report, done);
        };
    }

    private static Report rehearsed(Report report, Rehearsals done) {
        var told = report.with(report.endpoints().stream()
                .map(line -> done.of(line.endpoint().id().value())
                        .map(result -> new Report.Line(
                                line.endpoint(),
                                line.region(),
                                line.assessment(),
                                line.plan().foreseeing(result.foreseen())))
                        .orElse(line))
                .toList());
        return done.unreadable() == 0
                ? told
                : told.withGap(
                        "recorded calls: " + done.unreadable() + " of the network activity events cannot be read");
    }

    /// As far as can be told before all of an account is asked for it.
    private static boolean isWritable(String file) {
        try {
            var path = Path.of(file).toAbsolutePath();
            return Files.exists(path)
                    ? !Files.isDirectory(path) && Files.isWritable(path)
                    : Optional.ofNullable(path.getParent())
                            .filter(Files::isDirectory)
                            .filter(Files::isWritable)
                            .isPresent();
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String unwritten(String file) {
        return "the report cannot be written to " + Quoted.of(file)
                + ", expected a file in a directory that is there and may be written to";
    }

    private int tell(Report found) {
        if (json) {
            terminal.print(ReportJson.write(found));
        } else {
            new SweepText(found).lines().forEach(terminal::say);
        }
        if (report.isPresent()) {
            try {
                Files.writeString(Path.of(report.get()), ReportPage.of(found));
                terminal.remark("report: " + report.get());
            } catch (IOException e) {
                return terminal.refuse(unwritten(report.get()) + ": " + Quoted.of(String.valueOf(e)));
            }
        }
        return exitCode(found);
    }

    private static int exitCode(Report found) {
        if (found.missing().stream().anyMatch(finding -> finding.exempt().isEmpty())) {
            return 1;
        }
        int code = Results.of(found).exitCode();
        return code == 0 && !found.gaps().isEmpty() ? 3 : code;
    }
}
