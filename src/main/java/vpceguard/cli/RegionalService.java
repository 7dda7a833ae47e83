package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Quoted;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.KnownService;

/// An AWS service in a Region, by its full name, or by its short one and `--region`.
final class RegionalService {
    private RegionalService() {}

    /// What is wrong with a name that no service of AWS has, if it looks like one that a service has.
    static Optional<String> misspelled(ServiceName given) {
        var meant = given.isEndpointService() ? List.<String>of() : KnownService.meant(given.shortName());
        return meant.isEmpty()
                ? Optional.empty()
                : Optional.of("no service of AWS is known as " + Quoted.of(given.shortName()) + "; did you mean "
                        + meant.stream().map(Quoted::of).collect(Collectors.joining(" or ")) + "?");
    }

    /// A ceiling names resources of AWS in a Region; a pattern for all Regions would let through more than these.
    static Input<ServiceName> of(String service, Optional<String> region) {
        var given = new ServiceName(service);
        var misspelled = misspelled(given);
        if (misspelled.isPresent()) {
            return new Refused<>(misspelled.get());
        }
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
