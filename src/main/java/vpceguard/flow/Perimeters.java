package vpceguard.flow;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.OrganizationClaim.Verdict;

/// Gives out the perimeter once AWS Organizations confirmed the stack's organization. A confirmation holds
/// for an hour and is shared with other instances; a failure is never remembered.
public final class Perimeters {
    private final OrganizationClaim claim;
    private final Organization organization;
    private final PerimeterSource source;
    private final Clock clock;
    private Optional<Confirmation> remembered = Optional.empty();

    public Perimeters(OrganizationClaim claim, Organization organization, PerimeterSource source, Clock clock) {
        this.claim = claim;
        this.organization = organization;
        this.source = source;
        this.clock = clock;
    }

    /// What the stack says of its organization, where AWS has not confirmed it to this instance.
    ///
    /// @param ledger what other instances heard
    Optional<Presumption> presumption(Supplier<Optional<Confirmation>> ledger) {
        return said().filter(_ -> confirmation().isEmpty())
                .map(said -> new Presumption(said, () -> {
                    ledger.get().ifPresent(this::hear);
                    return current();
                }));
    }

    private Optional<Confirmation> said() {
        return switch (claim) {
            case OrganizationClaim.Belongs(var id) -> Optional.of(new Confirmation(Optional.of(id), clock.instant()));
            case OrganizationClaim.BelongsToNone() -> Optional.of(new Confirmation(Optional.empty(), clock.instant()));
            case OrganizationClaim.Unsaid() -> Optional.empty();
        };
    }

    /// What a presumption is about, or what will be current when it is asked for: Organizations, which from most
    /// Regions is far away, is asked meanwhile.
    Supplier<Trust> asked() {
        var said = confirmation().or(this::said);
        if (said.isPresent()) {
            return () -> source.trust(said.get().organization());
        }
        var question = new FutureTask<>(organization::membership);
        Thread.ofPlatform().daemon().name("organization").start(question);
        return () -> fresh(() -> answer(question));
    }

    public Trust current() {
        return confirmation()
                .map(confirmed -> source.trust(confirmed.organization()))
                .orElseGet(this::fresh);
    }

    /// What still holds of what Organizations said, for other instances to hear of.
    Optional<Confirmation> confirmation() {
        return remembered.filter(confirmed -> confirmed.holds(clock.instant()));
    }

    /// What another instance heard from Organizations; if the stack says the same, it is believed as if it had been
    /// asked for here.
    void hear(Confirmation confirmation) {
        if (!(claim instanceof OrganizationClaim.Unsaid)
                && !(claim.against(confirmation.membership()) instanceof Verdict.Unconfirmed)) {
            remembered = Optional.of(confirmation);
        }
    }

    /// Why a notice about the perimeter could not be sent.
    Optional<RuntimeException> untold() {
        return source.untold();
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
        remembered = Optional.of(new Confirmation(id, clock.instant()));
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
}
