package vpceguard.aws.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What instances of one snapshot must not have in common.
class StandInTest {
    @Test
    void sessionsOfTlsAreNotResumedAfterASnapshot() throws Exception {
        var tls = SelfSigned.make();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = (SSLServerSocket) tls.context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var http = new StandIn(() -> UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(tls.trusted()::getTrustManagers)
                        .build())) {
            // Later versions resume by tickets, which cannot be told apart here.
            server.setEnabledProtocols(new String[] {"TLSv1.2"});
            var first = session(threads, server, http);
            assertThat(session(threads, server, http)).as("is resumed").isEqualTo(first);

            http.renew();

            assertThat(session(threads, server, http)).isNotEqualTo(first);
        }
    }

    /// The id of the session that a call is made in.
    private static String session(ExecutorService threads, SSLServerSocket server, SdkHttpClient http)
            throws Exception {
        Future<String> id = threads.submit(() -> answer(server));
        var url = "https://%s:%d".formatted(server.getInetAddress().getHostAddress(), server.getLocalPort());
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(url))
                .build();
        var answer = http.prepareRequest(
                        HttpExecuteRequest.builder().request(request).build())
                .call();
        assertThat(answer.httpResponse().statusCode()).isEqualTo(200);
        return id.get();
    }

    private static String answer(SSLServerSocket server) throws Exception {
        try (var accepted = (SSLSocket) server.accept()) {
            int ends = 0;
            while (ends < 2) {
                int c = accepted.getInputStream().read();
                ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
            }
            accepted.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(accepted.getSession().getId());
        }
    }
}
