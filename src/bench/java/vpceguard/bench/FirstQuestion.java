package vpceguard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.proof.Containment;

/// The first question that a fresh JVM is asked, from two texts to the answer, in ms.
final class FirstQuestion {
    private FirstQuestion() {}

    /// Asks it.
    ///
    /// @param files the policy, and the one that it is to lie in
    public static void main(String[] files) throws IOException {
        var policy = Files.readString(Path.of(files[0]));
        var within = Files.readString(Path.of(files[1]));
        long begun = System.nanoTime();
        if (!(PolicyReader.read(policy) instanceof Parsed.Ok<Policy>(var a))
                || !(PolicyReader.read(within) instanceof Parsed.Ok<Policy>(var b))) {
            throw new IllegalArgumentException("one of the policies cannot be read");
        }
        var answer = Containment.of(a, b, EndpointType.INTERFACE);
        double took = (System.nanoTime() - begun) / 1e6;
        System.out.println(
                String.format(Locale.ROOT, "%.2f %s", took, answer.getClass().getSimpleName()));
    }
}
