package vpceguard.aws.priming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    @Test
    void whateverIsAskedComesBackToThisProcess() throws Exception {
        try (var loopback = Loopback.open()) {
            for (int pass = 0; pass < 3; pass++) {
                loopback.answer(new CannedAnswers("o-000000000" + pass, true));

                assertThat(answer(loopback)).contains("<vpcEndpointId>vpce-0123456789abcdef1</vpcEndpointId>");
                assertThat(answer(loopback)).contains("\"Sid\":\"o000000000" + pass + "\"");
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
    void itAnswersNobodyOnceItIsClosed() throws Exception {
        var loopback = Loopback.open();
        answer(loopback);

        loopback.close();

        assertThatThrownBy(() -> answer(loopback)).isInstanceOf(IOException.class);
    }
}
