package vpceguard.aws.priming;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Sends all calls to this process itself, over TLS, where canned answers wait. Calls made so warm up all
/// that calls to AWS need but the network: a first TLS handshake takes longer than the rest of an event.
public final class Loopback implements SdkHttpClient {
    /// This process is behind none.
    private static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder()
            .useEnvironmentVariablesValues(false)
            .useSystemPropertyValues(false)
            .build();

    private final SSLServerSocket server;
    private final TrustManagerFactory trusted;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile CannedAnswers answers = new CannedAnswers("", true);
    private volatile SdkHttpClient client;

    private Loopback(SSLServerSocket server, TrustManagerFactory trusted) {
        this.server = server;
        this.trusted = trusted;
        this.client = client();
    }

    /// Opens a port of 127.0.0.1 that the system chooses.
    public static Loopback open() {
        try {
            var tls = SelfSigned.make();
            var server = (SSLServerSocket) tls.context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 8, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            var loopback = new Loopback(server, tls.trusted());
            Thread.ofPlatform().daemon().start(loopback::accept);
            return loopback;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JVM without TLS", e);
        }
    }

    private SdkHttpClient client() {
        return UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(trusted::getTrustManagers)
                .proxyConfiguration(NO_PROXY)
                .build();
    }

    /// Answers with these from now on, until then as an account in no organization; over new connections, whose
    /// handshakes resume no session.
    public void answer(CannedAnswers others) {
        answers = others;
        client = client();
        disconnect();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return client.prepareRequest(redirected(request));
    }

    private HttpExecuteRequest redirected(HttpExecuteRequest request) {
        var to = request.httpRequest().toBuilder()
                .protocol("https")
                .host(server.getInetAddress().getHostAddress())
                .port(server.getLocalPort())
                .build();
        var redirected = HttpExecuteRequest.builder().request(to);
        request.contentStreamProvider().ifPresent(redirected::contentStreamProvider);
        return redirected.build();
    }

    /// A call by a client that trusts what AWS's certificates are signed by, which is read for it. It refuses this
    /// process, whose certificate nobody signed.
    public void refuse() {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri("https://localhost")
                .build();
        try (var stranger =
                UrlConnectionHttpClient.builder().proxyConfiguration(NO_PROXY).build()) {
            var _ = stranger.prepareRequest(redirected(
                            HttpExecuteRequest.builder().request(request).build()))
                    .call();
        } catch (SSLHandshakeException _) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("a certificate of this process is trusted");
    }

    private void accept() {
        try {
            while (true) {
                var accepted = server.accept();
                connections.add(accepted);
                // A last one may come in while the port closes.
                if (server.isClosed()) {
                    accepted.close();
                }
                Thread.ofPlatform().daemon().start(() -> converse(accepted));
            }
        } catch (IOException _) {
            // It was closed.
            return;
        }
    }

    private void converse(Socket accepted) {
        try (accepted;
                var in = new BufferedInputStream(accepted.getInputStream())) {
            while (true) {
                var answer = answer(in);
                // One write: the second of two would wait until the first is acknowledged.
                var message = "HTTP/1.1 200 OK\r\nContent-Length: " + answer.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n" + answer;
                accepted.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            // The other side ended it, or fails too and says why.
            return;
        } finally {
            connections.remove(accepted);
        }
    }

    /// Reads a request, and answers it.
    private String answer(InputStream in) throws IOException {
        int length = 0;
        Optional<String> target = Optional.empty();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var header = line.split(": ", 2);
            switch (header[0].toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(header[1]);
                case "x-amz-target" -> target = Optional.of(header[1]);
                default -> {}
            }
        }
        return answers.to(target, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in a line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void disconnect() {
        try {
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disconnect();
    }
}
