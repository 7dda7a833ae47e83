package vpceguard.model;

import java.util.Optional;

/// An ARN, or a pattern of one, by its six parts. The last may hold colons.
public record Arn(String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    /// Empty for a text that has not all six.
    public static Optional<Arn> of(String text) {
        var parts = text.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals("arn")
                ? Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]))
                : Optional.empty();
    }
}
