package vpceguard.aws;

import java.util.Optional;
import java.util.regex.Pattern;
import vpceguard.flow.PerimeterText;

/// Where a perimeter document lies: in S3, or in a parameter of Systems Manager.
public sealed interface DocumentPlace {
    record S3(String bucket, String key) implements DocumentPlace {}

    record Ssm(String name) implements DocumentPlace {}

    /// `s3://bucket/key` or `ssm:/name`; empty if it is neither.
    static Optional<DocumentPlace> of(String text) {
        var s3 = Pattern.compile("s3://([a-z0-9.-]{3,63})/(.+)").matcher(text);
        if (s3.matches()) {
            return Optional.of(new S3(s3.group(1), s3.group(2)));
        }
        return text.matches("ssm:/[A-Za-z0-9_./-]+")
                ? Optional.of(new Ssm(text.substring("ssm:".length())))
                : Optional.empty();
    }

    /// The document there.
    ///
    /// @param calls in the Region where the parameter is, and where the bucket is asked for first
    default PerimeterText text(SignedCalls calls) {
        return switch (this) {
            case S3(var bucket, var key) -> new S3PerimeterText(calls, bucket, key);
            case Ssm(var name) -> new SsmPerimeterText(calls, name);
        };
    }
}
