package vpceguard.control;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Quoted;
import vpceguard.model.ServiceDetail;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;

/// Finds an endpoint to a service in a Region that is not approved, or to a service that is not approved by
/// name, where the approval of its owner does not cover all the owner's services: anybody may sell on the
/// Marketplace.
final class ServiceNotApproved extends EndpointControl {
    ServiceNotApproved() {
        super(
                "service-not-approved",
                "the endpoint leads to a service that is not approved",
                Level.NOTIFY,
                Matter.SERVICE);
    }

    @Override
    public ControlResult check(Subject subject) {
        var findings = new ArrayList<Finding>();
        region(subject).ifPresent(findings::add);
        var perimeter = subject.perimeter();
        var services = perimeter.endpointServices();
        var name = subject.endpoint().service();
        if (services.approves(name, Optional.empty())) {
            return ControlResult.found(findings);
        }
        return switch (subject.service()) {
            case ServiceDetail.Unknown(var reason) ->
                findings.isEmpty()
                        ? new ControlResult.InsufficientData("the owner of the service is not known: " + reason)
                        : ControlResult.found(findings);
            case ServiceDetail.Known(var owner, var _, var _) -> {
                if (!standsForItsServices(owner, perimeter) && !services.approves(name, Optional.of(owner))) {
                    findings.add(finding(
                            Severity.MEDIUM,
                            "the service " + Quoted.of(name.value()) + " of " + Quoted.of(owner)
                                    + " is not approved by name; delete the endpoint, or approve the service",
                            new Evidence("/ServiceName", name.value(), "one of the approved services")));
                }
                yield ControlResult.found(findings);
            }
        };
    }

    private Optional<Finding> region(Subject subject) {
        var endpoint = subject.endpoint();
        var approved = subject.perimeter().network().regions();
        return endpoint.serviceRegion()
                .or(() -> endpoint.service().region())
                .filter(region -> !approved.orElse(Set.of(region)).contains(region))
                .map(region -> finding(
                        Severity.MEDIUM,
                        "the service is in " + Quoted.of(region)
                                + ", which is not approved; data leaves for another Region there, so delete the endpoint, or"
                                + " approve the Region",
                        new Evidence("/ServiceRegion", region, "one of the approved Regions")));
    }

    /// Whether all services of an owner are approved with it.
    private static boolean standsForItsServices(String owner, Perimeter perimeter) {
        return !owner.equals(ServiceDetail.MARKETPLACE) && perimeter.isApprovedOwner(owner);
    }
}
