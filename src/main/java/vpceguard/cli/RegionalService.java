package vpceguard.cli;

import java.util.Optional;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Quoted;
import vpceguard.model.ServiceName;

/// An AWS service in a Region, by its full name, or by its short one and `--region`.
final class RegionalService {
    private RegionalService() {}

    /// A ceiling names resources of AWS in a Region; a pattern for all Regions would let through more than these.
    static Input<ServiceName> of(String service, Optional<String> region) {
        var given = new ServiceName(service);
        var inName = given.region();
        if (inName.isPresent()
                && region.filter(other -> !other.equals(inName.get())).isPresent()) {
            return new Refused<>(
                    "--region is " + Quoted.of(region.get()) + ", expected the Region in the service's name");
        }
        if (inName.isPresent()) {
            return new Read<>(given);
        }
        var whole = region.map(where -> ServiceName.of(given.shortName(), where));
        return whole.filter(name -> name.region().equals(region))
                .<Input<ServiceName>>map(Read::new)
                .orElseGet(() ->
                        new Refused<>("expected a service of AWS such as s3 with --region, or its full name, found "
                                + Quoted.of(service)
                                + region.map(where -> " and --region=" + Quoted.of(where))
                                        .orElse(given.isEndpointService() ? "" : "; give --region")));
    }
}
