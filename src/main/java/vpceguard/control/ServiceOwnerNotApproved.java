package vpceguard.control;

import java.util.Optional;
import vpceguard.json.Quoted;
import vpceguard.model.ServiceDetail;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds an endpoint to a service whose owner is not approved: a private line out of the VPC, which no
/// endpoint policy guards.
final class ServiceOwnerNotApproved extends EndpointControl {
    ServiceOwnerNotApproved() {
        super(
                "service-owner-not-approved",
                "the endpoint leads to a service whose owner is not approved",
                Level.NOTIFY,
                Matter.SERVICE);
    }

    @Override
    public ControlResult check(Subject subject) {
        var name = subject.endpoint().service();
        var perimeter = subject.perimeter();
        var services = perimeter.endpointServices();
        if (services.approves(name, Optional.empty())) {
            return new ControlResult.Compliant();
        }
        return switch (subject.service()) {
            case ServiceDetail.Unknown(var reason) ->
                new ControlResult.InsufficientData("the owner of the service is not known: " + reason);
            case ServiceDetail.Known(var owner, var _, var _) ->
                perimeter.isApprovedOwner(owner) || services.approves(name, Optional.of(owner))
                        ? new ControlResult.Compliant()
                        : ControlResult.found(finding(
                                owner.equals(ServiceDetail.MARKETPLACE) ? Severity.MEDIUM : Severity.CRITICAL,
                                "the service " + Quoted.of(name.value()) + " belongs to " + Quoted.of(owner)
                                        + ", which is not approved; what goes there leaves without an endpoint policy, so delete"
                                        + " the endpoint, or approve the owner",
                                new Evidence("/ServiceName", owner, "amazon, a trusted account or an approved owner")));
        };
    }
}
