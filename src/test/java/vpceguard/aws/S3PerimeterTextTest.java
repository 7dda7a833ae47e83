package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import vpceguard.flow.PerimeterText.Reading;

class S3PerimeterTextTest {
    /// What is told once a day is known by its text.
    @Test
    void theSameRefusalHasTheSameWords() {
        var text = new S3PerimeterText(
                new SignedCalls(
                        new Refusing(),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                        Optional.empty()),
                "bucket",
                "perimeter.json",
                "us-east-1");

        assertThat(text.read())
                .isEqualTo(text.read())
                .isEqualTo(new Reading.Unread("s3://bucket/perimeter.json answered 403 AccessDenied"));
    }

    /// S3, which names each request.
    private static final class Refusing implements SdkHttpClient {
        private int asked;

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    var body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
                            + "<Message>Access Denied</Message><RequestId>REQUEST" + asked++
                            + "</RequestId><HostId>HOST</HostId></Error>";
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(403).build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
