package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.Collections;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// What instances of one snapshot must not have in common.
class ConnectionsTest {
    @Test
    void sessionsOfTlsAreNotResumedAfterASnapshot() throws Exception {
        var before = SSLContext.getDefault();
        var context = SelfSigned.make().context();
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
            // Later versions keep a session only once its ticket comes.
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(in.read()).isOne();
        }
    }

    private static int sessions(SSLContext context) {
        return Collections.list(context.getClientSessionContext().getIds()).size();
    }
}
