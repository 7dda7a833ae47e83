package vpceguard.lambda;

import java.util.regex.Pattern;
import vpceguard.json.Quoted;

/// Where a perimeter document lies.
public sealed interface DocumentPlace {
    record S3(String bucket, String key) implements DocumentPlace {}

    record Ssm(String name) implements DocumentPlace {}

    /// `s3://bucket/key` or `ssm:/name`.
    static DocumentPlace of(String text) {
        var s3 = Pattern.compile("s3://([a-z0-9.-]{3,63})/(.+)").matcher(text);
        if (s3.matches()) {
            return new S3(s3.group(1), s3.group(2));
        }
        if (text.matches("ssm:/[A-Za-z0-9_./-]+")) {
            return new Ssm(text.substring("ssm:".length()));
        }
        throw new IllegalArgumentException(
                "PERIMETER_DOCUMENT is " + Quoted.of(text) + ", expected s3://bucket/key, ssm:/name or nothing");
    }
}
