package vpceguard.policy.proof;

import java.util.Optional;
import vpceguard.json.Parsed;
import vpceguard.json.Sha256;
import vpceguard.model.EndpointType;
import vpceguard.policy.Answers;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// Checks a proof against the texts that it speaks of, before they are written: a stored one too, which may be of
/// another day and another perimeter.
public final class ProofCheck {
    private static final Answers<Question, Optional<String>> ANSWERS = new Answers<>(32);

    private ProofCheck() {}

    /// Nothing if the proof holds, else what is wrong with it. A wrong proof means that nothing is written.
    public static Optional<String> fault(Proof proof, String before, String after, Bound bound, EndpointType type) {
        return ANSWERS.to(new Question(proof, before, after, bound, type), Question::fault);
    }

    private record Question(Proof proof, String before, String after, Bound bound, EndpointType type) {
        /// Few questions have a text in common, and a proof and a bound are large.
        @Override
        public int hashCode() {
            return after.hashCode();
        }

        Optional<String> fault() {
            return switch (proof.basis()) {
                case THEOREM -> CertificateCheck.fault(proof, before, after, bound);
                case PROCEDURE -> {
                    if (!(PolicyReader.read(before) instanceof Parsed.Ok<Policy>(var old))
                            || !(PolicyReader.read(after) instanceof Parsed.Ok<Policy>(var changed))) {
                        yield Optional.of("one of the policies cannot be read");
                    }
                    yield Sha256.of(old.source()).equals(proof.before())
                                    && Sha256.of(changed.source()).equals(proof.after())
                                    && bound.digest().equals(proof.ceiling())
                            ? Inclusions.fault(old, bound.policy(), changed, type)
                            : Optional.of("the proof speaks of other texts or another ceiling");
                }
            };
        }
    }
}
