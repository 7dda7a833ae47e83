package vpceguard.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.utils.http.SdkHttpUtils;
import vpceguard.flow.PerimeterText;
import vpceguard.json.Quoted;

/// The perimeter document in an S3 bucket, of any Region of the partition. Addressed by path, since a bucket's name may
/// hold dots, which no certificate covers.
public final class S3PerimeterText implements PerimeterText {
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");

    private final SignedCalls calls;
    private final String bucket;
    private final String key;

    /// @param calls where the bucket is asked for first
    public S3PerimeterText(SignedCalls calls, String bucket, String key) {
        this.calls = calls;
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public Reading read() {
        var place = "s3://" + bucket + "/" + key;
        try {
            var answer = get(calls);
            var elsewhere = calls.elsewhere(answer);
            if (elsewhere.isPresent()) {
                answer = get(elsewhere.get());
            }
            if (answer.status() == 404) {
                return new Reading.Missing(
                        answer.text().contains("NoSuchBucket")
                                ? "there is no bucket " + Quoted.of(bucket)
                                : "there is no object " + Quoted.of(place));
            }
            if (answer.status() != 200) {
                return new Reading.Unread(place + " answered " + answer.status() + code(answer.text()));
            }
            return answer.text().getBytes(UTF_8).length > LONGEST
                    ? new Reading.Unread(place + " is longer than " + LONGEST + " bytes")
                    : new Reading.Found(
                            answer.text(),
                            place
                                    + answer.header()
                                            .apply("x-amz-version-id")
                                            .map("?versionId="::concat)
                                            .orElse(""));
        } catch (IOException | SdkException e) {
            return new Reading.Unread(place + ": " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// Its error code alone: the rest names the request, and what is told once a day is known by its words.
    private static String code(String text) {
        var code = CODE.matcher(text);
        return code.find() ? " " + code.group(1) : "";
    }

    private SignedCalls.Answer get(SignedCalls from) throws IOException {
        var request = from.to("s3", "/" + bucket + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key))
                .method(SdkHttpMethod.GET)
                .build();
        return from.send(request, "", "s3", LONGEST);
    }
}
