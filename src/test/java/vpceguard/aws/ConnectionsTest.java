package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What instances of one snapshot must not have in common.
class ConnectionsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void sessionsOfTlsAreNotResumedAfterASnapshot(@TempDir Path directory) throws Exception {
        var before = SSLContext.getDefault();
        var context = context(directory.resolve("keys"));
        SSLContext.setDefault(context);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var _ = threads.submit(() -> {
                while (true) {
                    try (var accepted = server.accept()) {
                        accepted.getOutputStream().write(1);
                    }
                }
            });
            connect(context, server.getLocalPort());
            assertThat(sessions(context)).isPositive();

            Connections.renew();

            assertThat(sessions(context)).isZero();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static void connect(SSLContext context, int port) throws Exception {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            assertThat(in.read()).isOne();
        }
    }

    private static int sessions(SSLContext context) {
        return Collections.list(context.getClientSessionContext().getIds()).size();
    }

    private static SSLContext context(Path file) throws Exception {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        var context = SSLContext.getInstance("TLSv1.2");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
