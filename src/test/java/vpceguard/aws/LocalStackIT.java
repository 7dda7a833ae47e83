package vpceguard.aws;

import cloud.localstack.Localstack;
import cloud.localstack.awssdkv2.TestUtils;
import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/// The same cases on a LocalStack container, as a second opinion where Docker is present. The tag is the last that
/// needs no token.
@EnabledIf(value = "docker", disabledReason = "no Docker engine answers")
@ExtendWith(LocalstackDockerExtension.class)
@LocalstackDockerProperties(
        imageName = "localstack/localstack",
        imageTag = "4.14.0",
        services = {"ec2", "dynamodb", "sns", "logs"})
class LocalStackIT extends AdapterCases {
    @Override
    <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return TestUtils.wrapApiSyncClientV2(builder, "http://127.0.0.1:" + Localstack.INSTANCE.getEdgePort())
                .build();
    }

    static boolean docker() throws InterruptedException {
        try {
            return new ProcessBuilder("docker", "info")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
