package vpceguard.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// How every client is built: one HTTP client for all, and the same patience.
public final class Clients {
    /// The one line that says which HTTP client is used.
    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

    private Clients() {}

    /// Region and credentials come from Lambda's environment. A call may take five seconds and is tried three times by
    /// the SDK's standard mode, which knows throttling; what fails then fails the invocation, and
    /// Lambda retries it.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(B builder) {
        return builder.httpClient(HTTP)
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(Duration.ofSeconds(5))
                        .apiCallTimeout(Duration.ofSeconds(20)))
                .build();
    }
}
