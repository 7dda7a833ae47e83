package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.OrganizationClaim.Verdict;

/// The perimeter, confirmed by AWS Organizations. A confirmation holds for an hour; a failure is never remembered.
public final class Perimeters {
    private static final Duration HOLDS = Duration.ofHours(1);

    private final OrganizationClaim claim;
    private final Organization organization;
    private final PerimeterSource source;
    private final Clock clock;
    private Optional<Remembered> remembered = Optional.empty();

    public Perimeters(OrganizationClaim claim, Organization organization, PerimeterSource source, Clock clock) {
        this.claim = claim;
        this.organization = organization;
        this.source = source;
        this.clock = clock;
    }

    public Trust current() {
        return remembered
                .filter(confirmed -> clock.instant().isBefore(confirmed.at().plus(HOLDS)))
                .map(confirmed -> source.trust(confirmed.organization()))
                .orElseGet(this::fresh);
    }

    /// Asks Organizations again, and reads the perimeter anew.
    public Trust fresh() {
        remembered = Optional.empty();
        source.forget();
        return switch (claim.against(organization.membership())) {
            case Verdict.InOrganization(var id) -> confirmed(Optional.of(id));
            case Verdict.OnItsOwn() -> confirmed(Optional.empty());
            case Verdict.Unconfirmed(var reason) -> new Trust.Unconfirmed(reason);
        };
    }

    private Trust confirmed(Optional<String> id) {
        remembered = Optional.of(new Remembered(id, clock.instant()));
        return source.trust(id);
    }

    private record Remembered(Optional<String> organization, Instant at) {}
}
