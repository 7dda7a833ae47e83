package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.OrganizationClaim.Verdict;
import vpceguard.perimeter.Perimeter;

/// The perimeter, confirmed by AWS Organizations. A confirmation holds for an hour; a failure is never remembered.
public final class Perimeters {
    private static final Duration HOLDS = Duration.ofHours(1);

    private final OrganizationClaim claim;
    private final Organization organization;
    private final Function<Set<String>, Perimeter> ofOrganizations;
    private final Clock clock;
    private Optional<Remembered> remembered = Optional.empty();

    /// @param ofOrganizations the perimeter for the organizations that were confirmed
    public Perimeters(
            OrganizationClaim claim,
            Organization organization,
            Function<Set<String>, Perimeter> ofOrganizations,
            Clock clock) {
        this.claim = claim;
        this.organization = organization;
        this.ofOrganizations = ofOrganizations;
        this.clock = clock;
    }

    public Trust current() {
        return remembered
                .filter(trust -> clock.instant().isBefore(trust.at().plus(HOLDS)))
                .<Trust>map(Remembered::trust)
                .orElseGet(this::fresh);
    }

    /// Asks again.
    public Trust fresh() {
        remembered = Optional.empty();
        return switch (claim.against(organization.membership())) {
            case Verdict.InOrganization(var id) -> remember(ofOrganizations.apply(Set.of(id)));
            case Verdict.OnItsOwn() -> remember(ofOrganizations.apply(Set.of()));
            case Verdict.Unconfirmed(var reason) -> new Trust.Unconfirmed(reason);
        };
    }

    private Trust remember(Perimeter perimeter) {
        var trust = new Trust.Confirmed(perimeter);
        remembered = Optional.of(new Remembered(trust, clock.instant()));
        return trust;
    }

    private record Remembered(Trust.Confirmed trust, Instant at) {}
}
