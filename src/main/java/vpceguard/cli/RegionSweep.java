package vpceguard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount.Regional;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.EndpointMissing;
import vpceguard.control.Finding;
import vpceguard.control.Subject;
import vpceguard.control.VpcSubject;
import vpceguard.event.Touched;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.ServiceDetail;
import vpceguard.notice.report.Report;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Planner;

/// Judges each endpoint of one Region as a sweep does, and plans as for an event.
///
/// What the credentials may not read is told as a gap and ends nothing: controls that need it say that they
/// do not know.
final class RegionSweep {
    private final String account;
    private final String region;
    private final Perimeter everywhere;
    private final Regional reads;
    private final List<String> gaps = new ArrayList<>();

    RegionSweep(String account, String region, Perimeter everywhere, Regional reads) {
        this.account = account;
        this.region = region;
        this.everywhere = everywhere;
        this.reads = reads;
    }

    /// What was found, and what could not be read.
    record Found(List<Report.Line> lines, List<Finding> missing, List<String> gaps) {}

    Found run(Progress progress) {
        var endpoints = reads.endpoints().all().toList();
        var network = network(endpoints);
        var lines = new ArrayList<Report.Line>();
        for (var endpoint : endpoints) {
            lines.add(line(endpoint, network));
            progress.at(region, lines.size(), endpoints.size());
        }
        progress.end();
        return new Found(lines, missing(endpoints), gaps.stream().distinct().toList());
    }

    private Optional<NetworkFacts> network(List<Endpoint> endpoints) {
        try {
            return Optional.of(reads.networks().of(endpoints));
        } catch (SdkException e) {
            return gap("VPCs and security groups", e);
        }
    }

    private List<Finding> missing(List<Endpoint> endpoints) {
        if (everywhere.required().services().isEmpty()) {
            return List.of();
        }
        try {
            return EndpointMissing.in(reads.networks().vpcs().stream()
                    .map(vpc -> new VpcSubject(vpc, account, region, endpoints, everywhere)));
        } catch (SdkException e) {
            gap("VPCs", e);
            return List.of();
        }
    }

    private Report.Line line(Endpoint endpoint, Optional<NetworkFacts> network) {
        var perimeter = Controls.on(endpoint, everywhere);
        var ceiling = Ceiling.of(perimeter, endpoint, region);
        var judged = Subject.of(endpoint, account, detail(endpoint), perimeter, ceiling, Optional.empty());
        var subject = network.map(judged::with).orElse(judged);
        var assessment = Assessment.of(subject);
        return new Report.Line(
                endpoint, region, assessment, Planner.plan(subject, assessment, new Touched.Everything()));
    }

    private ServiceDetail detail(Endpoint endpoint) {
        try {
            return reads.services().of(endpoint);
        } catch (SdkException e) {
            gap("services behind endpoints", e);
            return new ServiceDetail.Unknown("DescribeVpcEndpointServices failed");
        }
    }

    private <T> Optional<T> gap(String what, SdkException reason) {
        gaps.add(region + ", " + what + ": " + Quoted.of(String.valueOf(reason.getMessage())));
        return Optional.empty();
    }
}
