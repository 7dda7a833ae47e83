package vpceguard.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// How every client is built: one HTTP client for all, and the same patience.
public final class Clients {
    private static final SdkHttpClient HTTP = http(Optional.ofNullable(System.getenv("HTTP_CLIENT")));

    private Clients() {}

    /// Single calls by the same HTTP client, and like all clients to `AWS_ENDPOINT_URL` where that is set.
    public static SignedCalls calls() {
        return calls(DefaultCredentialsProvider.builder().build());
    }

    /// The same with other credentials than the environment's.
    public static SignedCalls calls(AwsCredentialsProvider credentials) {
        var endpoint = Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        return new SignedCalls(HTTP, credentials, endpoint.map(URI::create));
    }

    /// Region and credentials come from Lambda's environment. A call may take five seconds and is tried three times by
    /// the SDK's standard mode, which knows throttling; what fails then fails the invocation, and
    /// Lambda retries it.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(B builder) {
        return of(builder, 3, Duration.ofSeconds(20));
    }

    /// The same for calls that may take their time: throttled ones back off for up to a minute or so, each pause drawn
    /// at
    /// random up to twice the last, so that many stacks which met once do not meet again.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C patient(B builder) {
        return of(builder, 8, Duration.ofMinutes(3));
    }

    /// The template asks for `crt`, whose TLS is native: Java's takes a third of a cold start to load and warm.
    /// A process that ends waits a second for its threads, so the command line has Java's own.
    private static SdkHttpClient http(Optional<String> asked) {
        return asked.filter("crt"::equals)
                .<SdkHttpClient>map(
                        _ -> AwsCrtHttpClient.builder().maxConcurrency(10).build())
                .orElseGet(UrlConnectionHttpClient::create);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(
            B builder, int attempts, Duration longest) {
        return builder.httpClient(HTTP)
                .overrideConfiguration(
                        settings -> settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(attempts)
                                        .build())
                                .apiCallAttemptTimeout(Duration.ofSeconds(5))
                                .apiCallTimeout(longest))
                .build();
    }
}
