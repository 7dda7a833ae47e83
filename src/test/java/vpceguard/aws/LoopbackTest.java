package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class LoopbackTest {
    private static final HttpExecuteRequest DESCRIBE = describe("DescribeVpcEndpoints");

    private static HttpExecuteRequest describe(String action) {
        var body = "Action=" + action + "&Version=2016-11-15";
        return HttpExecuteRequest.builder()
                .request(SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("https://ec2.eu-west-1.amazonaws.com/"))
                        .putHeader("Content-Length", String.valueOf(body.length()))
                        .build())
                .contentStreamProvider(ContentStreamProvider.fromUtf8String(body))
                .build();
    }

    private static String answer(Loopback loopback) throws IOException {
        var response = loopback.prepareRequest(DESCRIBE).call();
        assertThat(response.httpResponse().statusCode()).isEqualTo(200);
        try (var in = response.responseBody().orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// More calls than one connection takes.
    @Test
    void whateverIsAskedComesBackToThisProcess() throws Exception {
        try (var loopback = Loopback.open()) {
            for (int call = 0; call < 7; call++) {
                assertThat(answer(loopback)).contains("<vpcEndpointId>vpce-0123456789abcdef1</vpcEndpointId>");
            }
        }
    }

    @Test
    void itsCertificateIsNobodyElses() {
        try (var loopback = Loopback.open()) {
            assertThatCode(loopback::refuse).doesNotThrowAnyException();
        }
    }

    @Test
    void nothingOfItIsLeftOnceItIsClosed() throws Exception {
        var sessions = SSLContext.getDefault().getClientSessionContext();
        var before = Collections.list(sessions.getIds()).size();
        var loopback = Loopback.open();
        answer(loopback);

        loopback.close();

        assertThat(Collections.list(sessions.getIds())).hasSize(before);
        assertThatThrownBy(() -> answer(loopback)).isInstanceOf(IOException.class);
    }
}
