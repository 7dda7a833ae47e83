package vpceguard.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The id of a VPC endpoint, such as `vpce-0123456789abcdef0`.
public record EndpointId(String value) {
    private static final Pattern FORM = Pattern.compile("vpce-[0-9a-f]{8,32}");

    public EndpointId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an endpoint id");
        }
    }

    /// The id, or empty if the text has not the form of one.
    public static Optional<EndpointId> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new EndpointId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
