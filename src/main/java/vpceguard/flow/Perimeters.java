package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.OrganizationClaim.Verdict;

/// The perimeter, confirmed by AWS Organizations. A confirmation holds for an hour; a failure is never remembered.
public final class Perimeters {
    private static final Duration HOLDS = Duration.ofHours(1);

    /// A question of an event that failed meanwhile is no other one's.
    private static final Duration AWAITED = Duration.ofMinutes(1);

    private final OrganizationClaim claim;
    private final Organization organization;
    private final PerimeterSource source;
    private final Clock clock;
    private Optional<Remembered> remembered = Optional.empty();
    private Optional<Question> asked = Optional.empty();

    public Perimeters(OrganizationClaim claim, Organization organization, PerimeterSource source, Clock clock) {
        this.claim = claim;
        this.organization = organization;
        this.source = source;
        this.clock = clock;
    }

    /// Says that it will be asked for: Organizations is asked meanwhile, which from most Regions is far away.
    void expect() {
        if (confirmed().isEmpty()) {
            var question = new FutureTask<>(organization::membership);
            asked = Optional.of(new Question(question, clock.instant()));
            Thread.ofPlatform().daemon().name("organization").start(question);
        }
    }

    public Trust current() {
        return confirmed()
                .map(confirmed -> source.trust(confirmed.organization()))
                .orElseGet(this::fresh);
    }

    private Optional<Remembered> confirmed() {
        return remembered.filter(confirmed -> isWithin(HOLDS, confirmed.at()));
    }

    private boolean isWithin(Duration time, Instant since) {
        return clock.instant().isBefore(since.plus(time));
    }

    /// Asks Organizations again, and reads the perimeter anew.
    public Trust fresh() {
        remembered = Optional.empty();
        source.forget();
        var answer = asked.filter(question -> isWithin(AWAITED, question.at()));
        asked = Optional.empty();
        return switch (claim.against(answer.map(Question::answer).orElseGet(organization::membership))) {
            case Verdict.InOrganization(var id) -> confirmed(Optional.of(id));
            case Verdict.OnItsOwn() -> confirmed(Optional.empty());
            case Verdict.Unconfirmed(var reason) -> new Trust.Unconfirmed(reason);
        };
    }

    private Trust confirmed(Optional<String> id) {
        remembered = Optional.of(new Remembered(id, clock.instant()));
        return source.trust(id);
    }

    private record Question(FutureTask<Membership> membership, Instant at) {
        Membership answer() {
            try {
                return membership.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("the question of the organization failed", e);
            }
        }
    }

    private record Remembered(Optional<String> organization, Instant at) {}
}
