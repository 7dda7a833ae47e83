package vpceguard.control;

import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.model.Severity;
import vpceguard.perimeter.CentralVpc.PrivateDns;
import vpceguard.perimeter.Level;

/// Finds an interface endpoint without private DNS: the service's own name leads past it, to public
/// addresses. That is right where hosted zones answer for the name: `privateDns: elsewhere` of a central
/// VPC.
final class PrivateDnsDisabled extends EndpointControl {
    PrivateDnsDisabled() {
        super("private-dns-disabled", "private DNS of the endpoint is off", Level.NOTIFY, Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        if (!subject.endpoint().type().equals(EndpointType.INTERFACE)) {
            return new ControlResult.NotApplicable("only interface endpoints have private DNS");
        }
        return switch (subject.service()) {
            case ServiceDetail.Unknown(var reason) ->
                new ControlResult.InsufficientData(
                        "whether the service has a private DNS name is not known: " + reason);
            case ServiceDetail.Known(var _, var _, var named)
            when !named -> new ControlResult.NotApplicable("the service has no private DNS name");
            case ServiceDetail.Known _ -> named(subject);
        };
    }

    private ControlResult named(Subject subject) {
        var on = subject.endpoint().network().privateDns();
        if (on.isEmpty()) {
            return new ControlResult.InsufficientData("AWS does not show whether private DNS is on");
        }
        return on.get() || isAnsweredElsewhere(subject)
                ? new ControlResult.Compliant()
                : ControlResult.found(finding(
                        Severity.MEDIUM,
                        "private DNS is off, so whoever calls the service by its own name goes past the endpoint, to public"
                                + " addresses; switch it on, or name the VPC as one whose names are answered elsewhere",
                        new Evidence("/PrivateDnsEnabled", "false", "true")));
    }

    private static boolean isAnsweredElsewhere(Subject subject) {
        return subject.perimeter().centralVpcs().stream()
                .anyMatch(central -> central.account().equals(subject.account())
                        && central.vpc().equals(subject.endpoint().vpcId())
                        && central.privateDns() == PrivateDns.ELSEWHERE);
    }
}
