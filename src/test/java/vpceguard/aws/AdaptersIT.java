package vpceguard.aws;

import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import vpceguard.local.LocalAws;

/// The adapters on the local AWS.
class AdaptersIT extends AdapterCases {
    private final LocalAws aws = LocalAws.start();

    @Override
    <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return aws.client(builder);
    }

    @AfterAll
    void end() {
        aws.close();
    }
}
