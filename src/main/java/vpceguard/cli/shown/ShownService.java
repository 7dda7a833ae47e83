package vpceguard.cli.shown;

import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;

/// The service of an endpoint as `aws ec2 describe-vpc-endpoint-services` shows it, or as its name alone does.
public final class ShownService {
    private ShownService() {}

    /// An entry of that answer.
    public static Parsed<ServiceDetail> read(Json document) {
        return Shown.read(document, ShownService::detail);
    }

    private static ServiceDetail detail(Shown shown) {
        return new ServiceDetail.Known(
                shown.required("Owner"),
                shown.truth("VpcEndpointPolicySupported").orElse(false),
                shown.text("PrivateDnsName").isPresent()
                        || !shown.list("PrivateDnsNames", name -> name).isEmpty());
    }

    /// What a service's name says of it, if nothing else is known: services with names of AWS are taken to support
    /// policies and to have a private DNS name.
    public static ServiceDetail of(ServiceName name) {
        return name.arnAccount()
                .<ServiceDetail>map(account -> new ServiceDetail.Known(account, false, false))
                .orElseGet(() -> name.isEndpointService()
                        ? new ServiceDetail.Unknown("it is an endpoint service of an account")
                        : new ServiceDetail.Known(ServiceDetail.AMAZON, true, true));
    }
}
