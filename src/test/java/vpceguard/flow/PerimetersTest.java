package vpceguard.flow;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;

class PerimetersTest {
    private static final String ID = "o-a1b2c3d4e5";
    private static final Membership DENIED = new Membership.Unanswered("denied");

    private final ByHand clock = new ByHand();
    private Membership answer = new Membership.Member(ID);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theConfirmedOrganizationIsTrusted() {
        assertThat(claiming(new OrganizationClaim.Belongs(ID)).current()).isEqualTo(trusting(Set.of(ID)));
    }

    @Test
    void withoutAClaimTheOrganizationThatAwsNamesIsTrusted() {
        assertThat(claiming(new OrganizationClaim.Unsaid()).current()).isEqualTo(trusting(Set.of(ID)));
    }

    @Test
    void anAccountInNoOrganizationTrustsNone() {
        answer = new Membership.InNone();

        assertThat(claiming(new OrganizationClaim.BelongsToNone()).current()).isEqualTo(trusting(Set.of()));
        assertThat(claiming(new OrganizationClaim.Unsaid()).current()).isEqualTo(trusting(Set.of()));
    }

    @Test
    void whatAwsContradictsOrDoesNotAnswerIsUnconfirmed() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        for (var contrary : new Membership[] {new Membership.Member("o-other00000"), new Membership.InNone(), DENIED}) {
            answer = contrary;
            assertThat(perimeters.current()).isInstanceOf(Trust.Unconfirmed.class);
        }
        assertThat(claiming(new OrganizationClaim.Unsaid()).current())
                .isEqualTo(new Trust.Unconfirmed(
                        "AWS Organizations did not say which organization this account is in: denied"));
    }

    @Test
    void whatIsAskedMeanwhileIsAskedOnce() {
        var perimeters = claiming(new OrganizationClaim.Unsaid());

        assertThat(perimeters.asked().get()).isEqualTo(trusting(Set.of(ID)));
        assertThat(perimeters.asked().get()).isEqualTo(trusting(Set.of(ID)));
        assertThat(perimeters.current()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerThatNobodyTookIsForgotten() throws InterruptedException {
        var perimeters = claiming(new OrganizationClaim.Unsaid());
        var _ = perimeters.asked();
        while (asked.get() == 0) {
            Thread.sleep(1);
        }
        answer = DENIED;
        clock.now = clock.now.plus(Duration.ofMinutes(2));

        assertThat(perimeters.current()).isInstanceOf(Trust.Unconfirmed.class);
    }

    @Test
    void aConfirmationHoldsForAnHour() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        var confirmed = perimeters.current();
        answer = DENIED;

        clock.now = World.NOW.plus(Duration.ofHours(1)).minusNanos(1);
        assertThat(perimeters.current()).isEqualTo(confirmed);
        assertThat(asked).hasValue(1);

        clock.now = World.NOW.plus(Duration.ofHours(1));
        assertThat(perimeters.current()).isInstanceOf(Trust.Unconfirmed.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatAnotherInstanceHeardIsNotAskedForAgainWithinTheHour() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        perimeters.hear(new Confirmation(Optional.of(ID), World.NOW.minus(Duration.ofMinutes(59))));

        assertThat(perimeters.asked().get()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).hasValue(0);

        clock.now = World.NOW.plus(Duration.ofMinutes(1));
        assertThat(perimeters.current()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).as("the hour began when Organizations said so").hasValue(1);
    }

    @Test
    void whatAnotherInstanceHeardIsBelievedNoMoreThanOrganizations() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        for (var heard : List.of(
                new Confirmation(Optional.of("o-other00000"), World.NOW),
                new Confirmation(Optional.empty(), World.NOW),
                new Confirmation(Optional.of(ID), World.NOW.plusSeconds(1)))) {
            perimeters.hear(heard);
            assertThat(perimeters.confirmation()).isEmpty();
        }
    }

    @Test
    void whatTheStackSaysIsPresumedUntilItIsConfirmed() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        var presumption = perimeters.presumption(Optional::empty).orElseThrow();

        assertThat(presumption.said()).isEqualTo(new Confirmation(Optional.of(ID), World.NOW));
        assertThat(perimeters.asked().get()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).as("a presumption asks nobody").hasValue(0);

        assertThat(presumption.answer().get()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).hasValue(1);
        assertThat(perimeters.presumption(Optional::empty)).isEmpty();
    }

    @Test
    void aPresumptionIsAnsweredByWhatOthersHeard() {
        var heard = new Confirmation(Optional.of(ID), World.NOW.minus(Duration.ofMinutes(59)));
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));

        assertThat(perimeters
                        .presumption(() -> Optional.of(heard))
                        .orElseThrow()
                        .answer()
                        .get())
                .isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).hasValue(0);
    }

    @Test
    void anAccountInNoOrganizationIsPresumedToBeInNone() {
        assertThat(claiming(new OrganizationClaim.BelongsToNone())
                        .presumption(Optional::empty)
                        .orElseThrow()
                        .said())
                .isEqualTo(new Confirmation(Optional.empty(), World.NOW));
        assertThat(claiming(new OrganizationClaim.Unsaid()).presumption(Optional::empty))
                .isEmpty();
    }

    @Test
    void whoSaysNothingHearsOrganizationsAlone() {
        var perimeters = claiming(new OrganizationClaim.Unsaid());
        perimeters.hear(new Confirmation(Optional.of(ID), World.NOW));

        assertThat(perimeters.confirmation()).isEmpty();
    }

    @Test
    void aFailureIsNotRemembered() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        answer = DENIED;
        var _ = perimeters.current();
        answer = new Membership.Member(ID);

        assertThat(perimeters.current()).isEqualTo(trusting(Set.of(ID)));
        assertThat(asked).hasValue(2);
    }

    @Test
    void freshAsksAgainAndForgetsWhatItCannotConfirm() {
        var perimeters = claiming(new OrganizationClaim.Belongs(ID));
        var _ = perimeters.current();
        answer = DENIED;

        assertThat(perimeters.fresh()).isInstanceOf(Trust.Unconfirmed.class);
        assertThat(perimeters.current()).isInstanceOf(Trust.Unconfirmed.class);
        assertThat(asked).hasValue(3);
    }

    private Perimeters claiming(OrganizationClaim claim) {
        return new Perimeters(
                claim,
                () -> {
                    var given = answer;
                    asked.incrementAndGet();
                    return given;
                },
                PerimetersTest::source,
                clock.withZone(ZoneOffset.UTC));
    }

    private static Trust trusting(Set<String> organizations) {
        return new Trust.Confirmed(perimeter(organizations));
    }

    static Trust source(Optional<String> organization) {
        return new Trust.Confirmed(perimeter(organization.stream().collect(toSet())));
    }

    static Perimeter perimeter(Set<String> organizations) {
        return Documents.perimeter(
                Json.object()
                        .put("organizations", organizations)
                        .put("accounts", Set.of("111122223333"))
                        .build(),
                "aws");
    }

    /// A clock that is set by hand.
    private static final class ByHand implements InstantSource {
        private Instant now = World.NOW;

        @Override
        public Instant instant() {
            return now;
        }
    }
}
