package vpceguard.notice.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vpceguard.control.Assessment;
import vpceguard.control.Finding;
import vpceguard.model.Endpoint;
import vpceguard.remediation.Plan;

/// The endpoints of an account at one time, judged by one perimeter.
///
/// @param regions the Regions that were looked at
/// @param perimeter names the perimeter
/// @param vpcs names of VPCs by id, as far as they have one
/// @param gaps what could not be read, in words
/// @param missing what VPCs have no endpoint for, where one is required
public record Report(
        String account,
        List<String> regions,
        Instant at,
        String perimeter,
        Map<String, String> vpcs,
        List<String> gaps,
        List<Finding> missing,
        List<Line> endpoints) {
    public Report {
        regions = List.copyOf(regions);
        vpcs = Map.copyOf(vpcs);
        gaps = List.copyOf(gaps);
        missing = List.copyOf(missing);
        endpoints = List.copyOf(endpoints);
    }

    /// The same with other lines.
    public Report with(List<Line> lines) {
        return new Report(account, regions, at, perimeter, vpcs, gaps, missing, lines);
    }

    /// The same with one thing more that could not be read.
    public Report withGap(String gap) {
        var more = Stream.concat(gaps.stream(), Stream.of(gap)).toList();
        return new Report(account, regions, at, perimeter, vpcs, more, missing, endpoints);
    }

    /// One endpoint.
    ///
    /// @param plan what would be written, had a call just set all that it shows
    public record Line(Endpoint endpoint, String region, Assessment assessment, Plan plan) {}
}
