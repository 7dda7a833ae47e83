package vpceguard.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import vpceguard.aws.priming.StandIn;

/// Builds the SDK's clients: all share one HTTP client and the same retries and time-outs.
public final class Clients {
    /// Ends calls that take too long. The SDK would start up to five threads for each client.
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timer").daemon().factory());

    private static final AwsCredentials NOBODY = AwsBasicCredentials.create("nobody", "nothing");

    private final StandIn http;
    private final AwsCredentialsProvider credentials;

    private Clients(Supplier<SdkHttpClient> http, AwsCredentialsProvider credentials) {
        this.http = new StandIn(http);
        this.credentials = () -> this.http.isTaken() ? NOBODY : credentials.resolveCredentials();
    }

    /// With the credentials of the environment, and the HTTP client that it asks for.
    public static Clients ofEnvironment() {
        return with(DefaultCredentialsProvider.builder().build());
    }

    /// The same with other credentials than the environment's.
    public static Clients with(AwsCredentialsProvider credentials) {
        var asked = Optional.ofNullable(System.getenv("HTTP_CLIENT"));
        return new Clients(() -> http(asked), credentials);
    }

    /// Reads the environment's credentials once and forgets them, so that the code which does is warm. Where there are
    /// none the first call says so.
    public static void tryCredentials() {
        try (var provider = DefaultCredentialsProvider.builder().build()) {
            var _ = provider.resolveCredentials();
        } catch (SdkClientException _) {
            return;
        }
    }

    /// Does something while a program answers all calls in place of AWS; nobody's credentials sign them.
    public void answeredBy(SdkHttpClient program, Runnable work) {
        http.during(program, work);
    }

    /// Forgets the sessions of TLS, which instances of one snapshot would else resume with one ticket. Nothing
    /// else is shared: no connection to AWS is open, credentials are read with the first call, and secret random
    /// numbers come from the kernel.
    public void renew() {
        http.renew();
    }

    /// Single calls in one Region by the same HTTP client, and like all clients to `AWS_ENDPOINT_URL` where that is
    /// set.
    public SignedCalls calls(String region) {
        var endpoint = Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        return new SignedCalls(http, credentials, endpoint.map(URI::create), region);
    }

    /// The Region is the builder's, else that of Lambda's environment; the credentials are those of these clients. A
    /// call may take five seconds and is tried three times by
    /// the SDK's standard mode, which knows throttling; what fails then fails the invocation, and
    /// Lambda retries it.
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(B builder) {
        return of(builder, 3, Duration.ofSeconds(20));
    }

    /// The same for calls that may take their time: throttled ones back off for up to a minute or so, each
    /// pause drawn at random up to twice the last, so that many stacks which met once do not meet again.
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C patient(B builder) {
        return of(builder, 8, Duration.ofMinutes(3));
    }

    /// The template asks for `crt`, whose TLS is native: Java's takes a third of a cold start to load and warm.
    /// A process that ends waits a second for its threads, so the command line has Java's own; so has a snapshot,
    /// where it is warm, and its state can be renewed.
    private static SdkHttpClient http(Optional<String> asked) {
        return asked.filter("crt"::equals)
                .<SdkHttpClient>map(
                        _ -> AwsCrtHttpClient.builder().maxConcurrency(10).build())
                .orElseGet(UrlConnectionHttpClient::create);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(
            B builder, int attempts, Duration longest) {
        return builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(
                        settings -> settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(attempts)
                                        .build())
                                .scheduledExecutorService(TIMER)
                                .apiCallAttemptTimeout(Duration.ofSeconds(5))
                                .apiCallTimeout(longest))
                .build();
    }
}
