package vpceguard.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import vpceguard.control.Assessment.Result;
import vpceguard.control.Finding;
import vpceguard.model.EndpointJson;
import vpceguard.notice.report.Report;

/// A report in lines for a terminal: what does not keep to the perimeter, the worst first, and the counts.
record SweepText(Report report) {
    List<String> lines() {
        var lines = new ArrayList<String>();
        report.gaps().forEach(gap -> lines.add("not read: " + gap));
        report.missing().stream()
                .filter(finding -> finding.exempt().isEmpty())
                .forEach(finding -> lines.add(finding.sentence()));
        report.endpoints().stream()
                .filter(line -> line.assessment().result() == Result.NON_COMPLIANT)
                .sorted(Comparator.comparing(
                                (Report.Line line) -> line.assessment().severity())
                        .reversed())
                .forEach(line -> {
                    lines.add(about(
                            line,
                            line.assessment().severity() + "",
                            controls(line.assessment().findings())));
                    line.plan().foreseen().ifPresent(told -> lines.add("          recorded calls: " + told.sentence()));
                });
        report.endpoints().stream()
                .filter(line -> line.assessment().result() == Result.INSUFFICIENT_DATA)
                .forEach(line -> lines.add(
                        about(line, "not known", line.assessment().open().getFirst())));
        report.endpoints().stream()
                .filter(line -> !line.assessment().exemptFindings().isEmpty())
                .forEach(line -> lines.add(
                        about(line, "exempt", controls(line.assessment().exemptFindings()))));
        lines.add("account " + report.account() + ", " + String.join(", ", report.regions()) + ": "
                + Results.of(report).counts());
        return lines;
    }

    /// What found something, in a line.
    static String controls(List<Finding> findings) {
        return findings.stream().map(Finding::controlId).distinct().collect(Collectors.joining(", "));
    }

    private static String about(Report.Line line, String how, String what) {
        var endpoint = line.endpoint();
        var name = EndpointJson.name(endpoint).map(tag -> " " + tag).orElse("");
        return "%-9s %s%s (%s) in %s, %s: %s"
                .formatted(
                        how,
                        endpoint.id(),
                        name,
                        endpoint.service().shortName(),
                        endpoint.vpcId(),
                        line.region(),
                        what);
    }
}
