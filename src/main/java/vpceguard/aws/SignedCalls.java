package vpceguard.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.Partition;

/// Single signed calls in one Region, to services that have no client of the SDK here: one for each would
/// make the package and each cold start heavier (`docs/decisions`).
public final class SignedCalls {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Pattern THROTTLED = Pattern.compile("Throttl|TooManyRequests|RequestLimitExceeded");

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final String region;

    /// @param endpoint in place of AWS's own, for a local AWS
    public SignedCalls(SdkHttpClient http, AwsCredentialsProvider credentials, Optional<URI> endpoint, String region) {
        this.http = http;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.region = region;
    }

    /// The same calls in another Region.
    SignedCalls in(String other) {
        return new SignedCalls(http, credentials, endpoint, other);
    }

    /// The calls where a bucket is; empty if S3's answer does not say that it is in another Region.
    Optional<SignedCalls> elsewhere(Answer answer) {
        return answer.header()
                .apply("x-amz-bucket-region")
                .filter(other -> answer.status() != 200 && !other.equals(region))
                .map(this::in);
    }

    /// What came back; `header` finds a header of the answer.
    record Answer(int status, String text, Function<String, Optional<String>> header) {
        /// In words, of an answer that was not expected.
        ///
        /// @param who answered
        String sentence(String who) {
            return who + " answered " + status + ": " + Quoted.of(text.strip());
        }

        /// What a person is told of an answer that was not expected.
        SdkClientException refusal(String who, String action) {
            return SdkClientException.create(sentence(who, action, text.strip()));
        }

        /// The same in words, with what is told of the answer's text.
        String sentence(String who, String action, String told) {
            return who + " answered " + status + " to " + action + ": " + Quoted.of(told);
        }
    }

    /// The address of a service, for the path given.
    SdkHttpRequest.Builder to(String service, String path) {
        var base = endpoint.orElseGet(() -> URI.create("https://" + service + place(service)
                + Region.of(region).metadata().partition().dnsSuffix()));
        return SdkHttpRequest.builder().uri(base).encodedPath(path);
    }

    private String place(String service) {
        return !service.equals("iam")
                ? "." + signingRegion(service) + "."
                : switch (Partition.of(region)) {
                    case "aws" -> ".";
                    case "aws-us-gov" -> ".us-gov.";
                    default -> "." + signingRegion(service) + ".";
                };
    }

    /// The Region that a request to a service is signed for: IAM and Organizations are one for all of a partition
    /// (AWS General Reference, "Service endpoints").
    private String signingRegion(String service) {
        return switch (service) {
            case "iam" -> oneOf("cn-north-1");
            case "organizations" -> oneOf("cn-northwest-1");
            default -> region;
        };
    }

    private String oneOf(String inChina) {
        return switch (Partition.of(region)) {
            case "aws" -> "us-east-1";
            case "aws-cn" -> inChina;
            case "aws-us-gov" -> "us-gov-west-1";
            default -> region;
        };
    }

    /// Calls a service that speaks JSON.
    Answer json(JsonService service, String action, Json.Obj parameters, int longest) throws IOException {
        var request = to(service.id(), "/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-amz-json-" + service.version)
                .putHeader("X-Amz-Target", service.target + action)
                .build();
        return send(request, JsonWriter.compact(parameters), service.id(), longest);
    }

    /// A request to a service that takes forms.
    SdkHttpRequest.Builder form(String service) {
        return to(service, "/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    /// Invokes a function of Lambda.
    ///
    /// @param type `Event` to leave it in Lambda's queue, `RequestResponse` to wait for the answer
    Answer invoke(String function, String type, String event, int longest) throws IOException {
        var path = "/2015-03-31/functions/" + SdkHttpUtils.urlEncode(function) + "/invocations";
        var request = to("lambda", path)
                .method(SdkHttpMethod.POST)
                .putHeader("X-Amz-Invocation-Type", type)
                .build();
        return send(request, event, "lambda", longest);
    }

    /// Signs and sends; what is throttled or broken is tried again.
    ///
    /// @param longest at most so many bytes, and one, are read of the answer
    Answer send(SdkHttpRequest request, String body, String service, int longest) throws IOException {
        var answer = once(request, body, service, longest);
        for (int tries = 1; tries < TRIES && mayPass(answer); tries++) {
            Patience.anyPauseUpTo(PAUSE.multipliedBy(tries)).run();
            answer = once(request, body, service, longest);
        }
        return answer;
    }

    /// JSON protocols answer 400 to a call too many, with the reason in the body.
    private static boolean mayPass(Answer answer) {
        return answer.status() >= 500
                || answer.status() == 429
                || (answer.status() == 400 && THROTTLED.matcher(answer.text()).find());
    }

    /// Signs and asks once; the answer as a stream, which whoever takes it closes.
    InputStream open(SdkHttpRequest request, String service) throws IOException {
        var response = call(signed(request, "", service), "");
        var in = response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream());
        if (response.httpResponse().isSuccessful()) {
            return in;
        }
        try (in) {
            throw new IOException(
                    service + " answered " + response.httpResponse().statusCode());
        }
    }

    private Answer once(SdkHttpRequest request, String body, String service, int longest) throws IOException {
        return sendSigned(signed(request, body, service), body, longest);
    }

    /// The request, signed and not sent.
    SdkHttpRequest signed(SdkHttpRequest request, String body, String service) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signingRegion(service))
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3")))
                .request();
    }

    /// Sends what is signed, once.
    Answer sendSigned(SdkHttpRequest signed, String body, int longest) throws IOException {
        var response = call(signed, body);
        try (InputStream in =
                response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream())) {
            return new Answer(
                    response.httpResponse().statusCode(),
                    new String(in.readNBytes(longest + 1), StandardCharsets.UTF_8),
                    response.httpResponse()::firstMatchingHeader);
        }
    }

    /// The length is not signed, and said here: the CRT's client does not find out by itself.
    private HttpExecuteResponse call(SdkHttpRequest signed, String body) throws IOException {
        var sent = HttpExecuteRequest.builder().request(signed);
        if (!body.isEmpty()) {
            var length = body.getBytes(StandardCharsets.UTF_8).length;
            sent.request(signed.toBuilder()
                            .putHeader("Content-Length", String.valueOf(length))
                            .build())
                    .contentStreamProvider(ContentStreamProvider.fromUtf8String(body));
        }
        return http.prepareRequest(sent.build()).call();
    }
}
