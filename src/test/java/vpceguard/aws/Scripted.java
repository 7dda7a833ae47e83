package vpceguard.aws;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// An AWS that answers single calls as a test says, and keeps what was asked.
final class Scripted implements SdkHttpClient {
    final List<SdkHttpRequest> asked = new ArrayList<>();
    private final Function<Scripted, Answer> answers;

    /// @param answers the answer to the call that came last
    Scripted(Function<Scripted, Answer> answers) {
        this.answers = answers;
    }

    /// The same answer to each call.
    static Scripted always(int status, String body) {
        return new Scripted(_ -> new Answer(status, body));
    }

    /// @param region the header `x-amz-bucket-region`
    record Answer(int status, String body, Optional<String> region) {
        Answer(int status, String body) {
            this(status, body, Optional.empty());
        }
    }

    /// Calls that it answers, in us-east-1.
    SignedCalls calls() {
        return new SignedCalls(
                this,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Optional.empty(),
                "us-east-1");
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                asked.add(request.httpRequest());
                var answer = answers.apply(Scripted.this);
                var response = SdkHttpResponse.builder().statusCode(answer.status());
                answer.region().ifPresent(region -> response.putHeader("x-amz-bucket-region", region));
                return HttpExecuteResponse.builder()
                        .response(response.build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8))))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}
}
