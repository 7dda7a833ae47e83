package vpceguard.control;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.perimeter.CentralVpc;
import vpceguard.perimeter.Level;

/// Finds VPCs without an endpoint for a service that is required: they reach it by public addresses, or not
/// at all.
///
/// AWS does not say which VPCs a central one serves. Where a document names central VPCs, only these are
/// checked.
public final class EndpointMissing extends Control {
    public static final String ID = "endpoint-missing";

    EndpointMissing() {
        super(ID, "a VPC has no endpoint to a required service", Level.OFF, Matter.VPC);
    }

    /// What is missing in VPCs, unless the control is off; exempt findings are marked.
    public static List<Finding> in(Stream<VpcSubject> vpcs) {
        var control = new EndpointMissing();
        return vpcs.filter(subject -> Controls.level(ID, subject.perimeter()) != Level.OFF)
                .flatMap(subject -> control.check(subject).findings().stream())
                .toList();
    }

    ControlResult check(VpcSubject subject) {
        var required = new TreeSet<>(subject.perimeter().required().services());
        if (required.isEmpty()) {
            return new ControlResult.NotApplicable("no services are required");
        }
        if (!subject.vpc().owner().equals(subject.account())) {
            return new ControlResult.NotApplicable("the VPC is another account's, and only that can make endpoints");
        }
        if (!isAsked(subject)) {
            return new ControlResult.NotApplicable("only the perimeter's central VPCs need endpoints of their own");
        }
        subject.endpoints().stream()
                .filter(endpoint -> serves(endpoint, subject))
                .forEach(endpoint -> required.remove(endpoint.service().shortName()));
        return ControlResult.found(
                required.stream().map(service -> missing(service, subject)).toList());
    }

    private static boolean isAsked(VpcSubject subject) {
        var central = subject.perimeter().centralVpcs();
        return central.isEmpty()
                || central.stream().map(CentralVpc::vpc).anyMatch(subject.vpc().id()::equals);
    }

    private static boolean serves(Endpoint endpoint, VpcSubject subject) {
        return endpoint.vpcId().equals(subject.vpc().id())
                && !endpoint.state().isGone()
                && endpoint.serviceRegion()
                        .or(() -> endpoint.service().region())
                        .map(subject.region()::equals)
                        .orElse(true);
    }

    private Finding missing(String service, VpcSubject subject) {
        var vpc = subject.vpc().id();
        var finding = finding(
                Severity.LOW,
                "the VPC " + Quoted.of(vpc) + " has no endpoint to " + service
                        + ", so what is called from there goes by public addresses or nowhere; make one, or exempt the VPC",
                new Evidence("/VpcId", vpc, "an endpoint to " + service));
        return subject.perimeter()
                .exemption(ID, vpc, service)
                .map(Exempt::by)
                .map(finding::exempt)
                .orElse(finding);
    }
}
