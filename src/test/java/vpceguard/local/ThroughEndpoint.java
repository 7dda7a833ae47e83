package vpceguard.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Calls to S3 through an endpoint, whose policy the local AWS enforces. A key that is not the administrator's has to
/// sign.
public record ThroughEndpoint(LocalAws aws, String endpoint, AwsCredentialsIdentity key) {

    /// Makes a call; whether the endpoint's policy denied it.
    public boolean isDenied(String method, String path) {
        var body = ContentStreamProvider.fromUtf8String(method.equals("PUT") ? "text" : "");
        var request = SdkHttpRequest.builder()
                .uri(URI.create(aws.url()))
                .encodedPath(path)
                .method(SdkHttpMethod.fromValue(method))
                .putHeader("X-Local-Vpc-Endpoint", endpoint)
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(key)
                        .request(request)
                        .payload(body)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        var sent = HttpExecuteRequest.builder().request(signed.request());
        if (method.equals("PUT")) {
            sent.contentStreamProvider(body);
        }
        try (var client = UrlConnectionHttpClient.create()) {
            var response = client.prepareRequest(sent.build()).call();
            var text = response.responseBody().isEmpty()
                    ? ""
                    : new String(response.responseBody().get().readAllBytes(), StandardCharsets.UTF_8);
            var isDenied = text.contains("no VPC endpoint policy allows");
            if (!isDenied && !response.httpResponse().isSuccessful()) {
                throw new IllegalStateException(method + " " + path + " answered "
                        + response.httpResponse().statusCode() + ": " + text);
            }
            return isDenied;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
