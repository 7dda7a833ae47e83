package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.perimeter.Membership.InNone;
import vpceguard.perimeter.Membership.Member;
import vpceguard.perimeter.Membership.Unanswered;
import vpceguard.perimeter.OrganizationClaim.Belongs;
import vpceguard.perimeter.OrganizationClaim.BelongsToNone;
import vpceguard.perimeter.OrganizationClaim.Unsaid;
import vpceguard.perimeter.OrganizationClaim.Verdict;

class OrganizationClaimTest {
    private static final OrganizationClaim[] CLAIMS = {new Belongs("o-a1b2c3d4e5"), new BelongsToNone(), new Unsaid()};

    static Stream<Arguments> answers() {
        var own = new Member("o-a1b2c3d4e5");
        var other = new Member("o-other00000");
        return Stream.of(
                Arguments.of(CLAIMS[0], own, new Verdict.InOrganization("o-a1b2c3d4e5")),
                Arguments.of(
                        CLAIMS[0],
                        other,
                        new Verdict.Unconfirmed(
                                "the stack says organization \"o-a1b2c3d4e5\", AWS Organizations says \"o-other00000\"")),
                Arguments.of(
                        CLAIMS[0],
                        new InNone(),
                        new Verdict.Unconfirmed(
                                "the stack says organization \"o-a1b2c3d4e5\", AWS Organizations says none")),
                Arguments.of(
                        CLAIMS[1],
                        own,
                        new Verdict.Unconfirmed(
                                "the stack says no organization, AWS Organizations says \"o-a1b2c3d4e5\"")),
                Arguments.of(CLAIMS[1], new InNone(), new Verdict.OnItsOwn()),
                Arguments.of(CLAIMS[2], own, new Verdict.InOrganization("o-a1b2c3d4e5")),
                Arguments.of(CLAIMS[2], new InNone(), new Verdict.OnItsOwn()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aClaimIsBelievedOnlyIfAwsAgrees(OrganizationClaim claim, Membership membership, Verdict verdict) {
        assertThat(claim.against(membership)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @FieldSource("CLAIMS")
    void aFailedQuestionConfirmsNoClaim(OrganizationClaim claim) {
        assertThat(claim.against(new Unanswered("denied")))
                .isEqualTo(new Verdict.Unconfirmed(
                        "AWS Organizations did not say which organization this account is in: denied"));
    }

    @Test
    void aStrangeClaimIsQuoted() {
        assertThat(new Belongs("o-\u202e").against(new InNone()))
                .isEqualTo(new Verdict.Unconfirmed(
                        "the stack says organization \"o-\\u202e\", AWS Organizations says none"));
    }
}
