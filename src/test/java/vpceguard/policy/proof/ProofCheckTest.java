package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Sha256;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;

/// A proof by the procedure holds for the texts that it was made for, and for no others.
class ProofCheckTest {
    private static final String OLD = reads("'s3:Get*'", "bucket*");
    private static final Bound BOUND = Bound.of(Policies.read(reads("'s3:*'", "bucket/*")), EndpointType.INTERFACE)
            .orElseThrow();
    private static final String BOTH = reads("'s3:Get*'", "bucket/*");

    private static String reads(String action, String bucket) {
        return Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Action':" + action + ",'Resource':'arn:aws:s3:::" + bucket + "'}");
    }

    private static Proof proof(String before, String after) {
        return new Proof(
                Proof.How.NARROW,
                Proof.Basis.PROCEDURE,
                Sha256.of(Policies.parsed(before)),
                BOUND.digest(),
                Sha256.of(Policies.parsed(after)),
                0,
                List.of(),
                List.of());
    }

    private static Optional<String> fault(Proof proof, String before, String after) {
        return ProofCheck.fault(proof, before, after, BOUND, EndpointType.INTERFACE);
    }

    @Test
    void whatBothLetThroughIsProved() {
        assertThat(fault(proof(OLD, BOTH), OLD, BOTH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            's3:*'                | bucket/*     | the new policy is not shown to lie inside the old one: anonymous, s3:
            's3:Get*'             | bucket*      | the new policy is not shown to lie inside the ceiling: anonymous, s3:get
            's3:GetObject'        | bucket/*     | the new policy is not shown to let through all that the old one and the ceiling do: anonymous, s3:get
            ['s3:Get*','*Object'] | bucket/*     | the new policy is not shown to lie inside the old one: not understood: action *Object
            """)
    void aProofOfAnythingElseIsRefused(String action, String bucket, String because) {
        var after = reads(action, bucket);
        assertThat(fault(proof(OLD, after), OLD, after))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith(because));
    }

    @Test
    void aProofSpeaksOfItsTextsAlone() {
        var other = Optional.of("the proof speaks of other texts or another ceiling");
        var proof = proof(OLD, BOTH);
        assertThat(fault(proof, BOTH, BOTH)).isEqualTo(other);
        assertThat(fault(proof, OLD, OLD)).isEqualTo(other);
        var everything = new Bound(Policies.read(Policies.FULL_ACCESS).statements(), List.of());
        assertThat(ProofCheck.fault(proof, OLD, BOTH, everything, EndpointType.INTERFACE))
                .isEqualTo(other);
    }

    @Test
    void whatCannotBeReadIsProvedByNothing() {
        var unread = Optional.of("one of the policies cannot be read");
        var proof = proof(OLD, BOTH);
        assertThat(fault(proof, OLD, "{}")).isEqualTo(unread);
        assertThat(fault(proof, "{}", BOTH)).isEqualTo(unread);
    }
}
