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

/// Single calls to services of which nothing else is wanted: a client of the SDK for each would make the package and
/// each cold start heavier (`docs/decisions`).
public final class SignedCalls {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Pattern THROTTLED = Pattern.compile("Throttl|TooManyRequests|RequestLimitExceeded");

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;

    /// @param endpoint in place of AWS's own, for a local AWS
    public SignedCalls(SdkHttpClient http, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.http = http;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /// What came back; `header` finds a header of the answer.
    record Answer(int status, String text, Function<String, Optional<String>> header) {
        /// In words, of an answer that was not expected.
        ///
        /// @param who answered
        String sentence(String who) {
            return who + " answered " + status + ": " + Quoted.of(text.strip());
        }
    }

    /// The address of a service, for the path given.
    SdkHttpRequest.Builder to(String service, String region, String path) {
        var base = endpoint.orElseGet(() -> URI.create("https://" + service + place(service, region)
                + Region.of(region).metadata().partition().dnsSuffix()));
        return SdkHttpRequest.builder().uri(base).encodedPath(path);
    }

    private static String place(String service, String region) {
        return !service.equals("iam")
                ? "." + signingRegion(service, region) + "."
                : switch (Partition.of(region)) {
                    case "aws" -> ".";
                    case "aws-us-gov" -> ".us-gov.";
                    default -> "." + signingRegion(service, region) + ".";
                };
    }

    /// The Region that a request to a service is signed for: IAM and Organizations are one for all of a partition
    /// (AWS General Reference, "Service endpoints").
    private static String signingRegion(String service, String region) {
        return switch (service) {
            case "iam" -> oneOf(region, "cn-north-1");
            case "organizations" -> oneOf(region, "cn-northwest-1");
            default -> region;
        };
    }

    private static String oneOf(String region, String inChina) {
        return switch (Partition.of(region)) {
            case "aws" -> "us-east-1";
            case "aws-cn" -> inChina;
            case "aws-us-gov" -> "us-gov-west-1";
            default -> region;
        };
    }

    /// Calls a service that speaks JSON, by the name of its target and the version of its content type.
    Answer json(String service, String region, String target, String version, Json.Obj parameters, int longest)
            throws IOException {
        var request = to(service, region, "/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-amz-json-" + version)
                .putHeader("X-Amz-Target", target)
                .build();
        return send(request, JsonWriter.compact(parameters), service, region, longest);
    }

    /// Invokes a function of Lambda.
    ///
    /// @param type `Event` to leave it in Lambda's queue, `RequestResponse` to wait for the answer
    Answer invoke(String function, String type, String event, String region, int longest) throws IOException {
        var path = "/2015-03-31/functions/" + SdkHttpUtils.urlEncode(function) + "/invocations";
        var request = to("lambda", region, path)
                .method(SdkHttpMethod.POST)
                .putHeader("X-Amz-Invocation-Type", type)
                .build();
        return send(request, event, "lambda", region, longest);
    }

    /// Signs and sends; what is throttled or broken is tried again.
    ///
    /// @param longest at most so many bytes, and one, are read of the answer
    Answer send(SdkHttpRequest request, String body, String service, String region, int longest) throws IOException {
        var answer = once(request, body, service, region, longest);
        for (int tries = 1; tries < TRIES && mayPass(answer); tries++) {
            Patience.anyPauseUpTo(PAUSE.multipliedBy(tries)).run();
            answer = once(request, body, service, region, longest);
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
    InputStream open(SdkHttpRequest request, String service, String region) throws IOException {
        var response = call(signed(request, "", service, region), "");
        var in = response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream());
        if (response.httpResponse().isSuccessful()) {
            return in;
        }
        try (in) {
            throw new IOException(
                    service + " answered " + response.httpResponse().statusCode());
        }
    }

    private Answer once(SdkHttpRequest request, String body, String service, String region, int longest)
            throws IOException {
        return sendSigned(signed(request, body, service, region), body, longest);
    }

    /// The request, signed and not sent.
    SdkHttpRequest signed(SdkHttpRequest request, String body, String service, String region) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signingRegion(service, region))
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
