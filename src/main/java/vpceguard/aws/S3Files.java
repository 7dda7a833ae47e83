package vpceguard.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Files under a prefix of an S3 bucket, listed page by page and read as a stream.
public final class S3Files {
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
    private static final Pattern TOKEN = Pattern.compile("<NextContinuationToken>([^<]*)</NextContinuationToken>");
    private static final int LONGEST = 1 << 22;

    private SignedCalls calls;
    private final String bucket;

    /// @param calls where the bucket is asked for first
    S3Files(SignedCalls calls, String bucket) {
        this.calls = calls;
        this.bucket = bucket;
    }

    /// A part of the keys, in their order.
    ///
    /// @param next where the next part begins
    public record Page(List<String> keys, Optional<String> next) {}

    public Page list(String prefix, Optional<String> from) throws IOException {
        var answer = page(prefix, from);
        var elsewhere = calls.elsewhere(answer);
        if (elsewhere.isPresent()) {
            calls = elsewhere.get();
            answer = page(prefix, from);
        }
        if (answer.status() != 200) {
            throw new IOException(answer.sentence("s3://" + bucket));
        }
        var keys = new ArrayList<String>();
        var found = KEY.matcher(answer.text());
        while (found.find()) {
            keys.add(text(found.group(1)));
        }
        var token = TOKEN.matcher(answer.text());
        return new Page(keys, token.find() ? Optional.of(text(token.group(1))) : Optional.empty());
    }

    private SignedCalls.Answer page(String prefix, Optional<String> from) throws IOException {
        var request = calls.to("s3", "/" + bucket)
                .method(SdkHttpMethod.GET)
                .putRawQueryParameter("list-type", "2")
                .putRawQueryParameter("prefix", prefix);
        from.ifPresent(token -> request.putRawQueryParameter("continuation-token", token));
        return calls.send(request.build(), "", "s3", LONGEST);
    }

    public InputStream open(String key) throws IOException {
        var request = calls.to("s3", "/" + bucket + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key))
                .method(SdkHttpMethod.GET)
                .build();
        return calls.open(request, "s3");
    }

    /// The five characters that XML escapes.
    private static String text(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
