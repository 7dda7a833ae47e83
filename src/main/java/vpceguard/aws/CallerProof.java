package vpceguard.aws;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Proves to another who the caller is, without handing over any right: the caller signs a GetCallerIdentity
/// request for one purpose, and the other sends it to STS. The signature covers the purpose, so that it
/// proves nothing else; AWS accepts it for some minutes.
public final class CallerProof {
    /// The header that carries the purpose.
    private static final String PURPOSE = "x-vpce-guard-purpose";

    /// All that is taken of a proof: nothing in it leads elsewhere than to STS.
    private static final List<String> HEADERS =
            List.of("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");

    /// GetCallerIdentity, as a form.
    static final String QUESTION = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final Pattern ARN = Pattern.compile("<Arn>(arn:[^<]{1,2040})</Arn>");
    private static final int LONGEST = 1 << 16;

    private final SignedCalls calls;

    public CallerProof(SignedCalls calls) {
        this.calls = calls;
    }

    /// A proof for one purpose, by whose credentials the calls are signed.
    public Map<String, String> of(String purpose) {
        var proof = new TreeMap<String, String>();
        calls.signed(request(purpose).build(), QUESTION, "sts").headers().forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (HEADERS.contains(lower)) {
                proof.put(lower, values.getFirst());
            }
        });
        return proof;
    }

    /// The ARN of whoever made the proof for that purpose; empty if STS does not say so.
    public Optional<String> confirm(Map<String, String> proof, String purpose) {
        if (!isPurposeSigned(proof.getOrDefault("authorization", ""))) {
            return Optional.empty();
        }
        var request = request(purpose);
        HEADERS.forEach(name -> Optional.ofNullable(proof.get(name))
                .filter(value -> value.matches("[ -~]{1,4096}"))
                .ifPresent(value -> request.putHeader(name, value)));
        try {
            var answer = calls.sendSigned(request.build(), QUESTION, LONGEST);
            var arn = ARN.matcher(answer.text());
            return answer.status() == 200 && arn.find() ? Optional.of(arn.group(1)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // the person is then one who claims to be somebody, and is told so
        }
    }

    private static boolean isPurposeSigned(String authorization) {
        return Arrays.stream(authorization.split("[ ,]+", -1))
                .filter(part -> part.startsWith("SignedHeaders="))
                .anyMatch(part -> List.of(
                                part.substring("SignedHeaders=".length()).split(";", -1))
                        .contains(PURPOSE));
    }

    private SdkHttpRequest.Builder request(String purpose) {
        return calls.form("sts").putHeader(PURPOSE, purpose);
    }
}
