package vpceguard.cli;

import java.util.Locale;
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

    /// What is wrong with a name that is a known one but for case, which no service of AWS has.
    static Optional<String> misspelled(ServiceName given) {
        return Optional.of(new ServiceName(given.value().toLowerCase(Locale.ROOT)))
                .filter(lower -> !lower.equals(given) && KnownService.isKnown(lower.shortName()))
                .map(meant -> "no service of AWS is known as " + Quoted.of(given.value()) + "; did you mean "
                        + Quoted.of(meant.value()) + "?");
    }

    /// Says that no such service is known here: it is newer than this version, or a mistake.
    static void remarkUnknown(ServiceName given, Terminal terminal) {
        var name = given.shortName();
        if (given.isEndpointService()
                || given.arnAccount().isPresent()
                || KnownService.isKnown(name)
                || misspelled(given).isPresent()) {
            return;
        }
        var meant = KnownService.alike(name).stream().map(Quoted::of).collect(Collectors.joining(" or "));
        terminal.remark("vpce-guard: no service of AWS is known as " + Quoted.of(name)
                + " to this version, so that only what holds for all services is known of it"
                + (meant.isEmpty() ? "" : "; perhaps " + meant + " is meant"));
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
