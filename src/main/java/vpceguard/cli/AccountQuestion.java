package vpceguard.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount;
import vpceguard.aws.AwsAccount.Identity;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.notice.report.Report;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// The options that say which endpoints of which account are asked about, and by which perimeter they are
/// judged.
final class AccountQuestion {
    @Option(names = "--perimeter", paramLabel = "FILE", description = "who and what is trusted, by docs/perimeter.md")
    private Optional<String> perimeter = Optional.empty();

    @Option(names = "--ring", paramLabel = "NAME", description = "ring of the document that the account is in")
    private Optional<String> ring = Optional.empty();

    @Mixin
    private Profile profile = new Profile();

    @Option(names = "--region", paramLabel = "REGION", description = "Region to look at; may be given several times")
    private Set<String> regions = Set.of();

    @Option(names = "--all-regions", description = "look at all Regions that are enabled for the account")
    private boolean allRegions;

    /// What is asked of the account beside, once its endpoints are judged.
    interface Afterwards {
        Report of(Report report, AwsAccount account, Perimeter within);
    }

    /// All endpoints, each judged.
    ///
    /// @param change what becomes of the perimeter before
    Input<Report> ask(Terminal terminal, UnaryOperator<Perimeter> change, Afterwards afterwards) {
        if (allRegions && !regions.isEmpty()) {
            return new Refused<>("--all-regions looks at all, expected no --region beside it");
        }
        var odd = regions.stream()
                .flatMap(region -> Access.fault(region).stream())
                .findFirst();
        if (odd.isPresent()) {
            return new Refused<>(odd.get());
        }
        return profile.ask(regions.stream().findFirst(), (account, first) -> {
            var identity = account.identity(first);
            return within(identity, account.membership(first)).map(change).map(within -> {
                var where =
                        allRegions ? account.regions(first) : regions.isEmpty() ? List.of(first) : List.copyOf(regions);
                var report = sweep(terminal, account, identity.account(), where, within);
                return afterwards.of(report, account, within);
            });
        });
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

    private static Report sweep(
            Terminal terminal, AwsAccount account, String id, List<String> where, Perimeter within) {
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
                names.putAll(vpcNames(terminal, region, reads));
                lines.addAll(found.lines());
                missing.addAll(found.missing());
                gaps.addAll(found.gaps());
            } catch (SdkException e) {
                gaps.add(region + " could not be read: " + Quoted.of(String.valueOf(e.getMessage())));
            }
            progress.end();
        }
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Report(id, where, now, within.revision(), names, gaps, missing, lines);
    }

    /// Names are read by people and judged by nobody.
    private static Map<String, String> vpcNames(Terminal terminal, String region, AwsAccount.Regional reads) {
        try {
            return reads.vpcNames().get();
        } catch (SdkException e) {
            terminal.remark("vpce-guard: VPCs in " + region + " are shown without their names: "
                    + Quoted.of(String.valueOf(e.getMessage())));
            return Map.of();
        }
    }
}
