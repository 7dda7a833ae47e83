package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import vpceguard.perimeter.Membership;
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

    /// What will be current when it is asked for: Organizations, which from most Regions is far away, is asked
    /// meanwhile.
    Supplier<Trust> asked() {
        if (confirmed().isPresent()) {
            return this::current;
        }
        var question = new FutureTask<>(organization::membership);
        Thread.ofPlatform().daemon().name("organization").start(question);
        return () -> fresh(() -> answer(question));
    }

    public Trust current() {
        return confirmed()
                .map(confirmed -> source.trust(confirmed.organization()))
                .orElseGet(this::fresh);
    }

    private Optional<Remembered> confirmed() {
        return remembered.filter(
                confirmed -> clock.instant().isBefore(confirmed.at().plus(HOLDS)));
    }

    /// Asks Organizations again, and reads the perimeter anew.
    public Trust fresh() {
        return fresh(organization::membership);
    }

    private Trust fresh(Supplier<Membership> answer) {
        remembered = Optional.empty();
        source.forget();
        return switch (claim.against(answer.get())) {
            case Verdict.InOrganization(var id) -> confirmed(Optional.of(id));
            case Verdict.OnItsOwn() -> confirmed(Optional.empty());
            case Verdict.Unconfirmed(var reason) -> new Trust.Unconfirmed(reason);
        };
    }

    private Trust confirmed(Optional<String> id) {
        remembered = Optional.of(new Remembered(id, clock.instant()));
        return source.trust(id);
    }

    private static Membership answer(FutureTask<Membership> question) {
        try {
            return question.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the question of the organization failed", e);
        }
    }

    private record Remembered(Optional<String> organization, Instant at) {}
}
