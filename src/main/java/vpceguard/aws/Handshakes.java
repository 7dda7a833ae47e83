package vpceguard.aws;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Handshakes of TLS with this process itself, so that its code is warm before the first with AWS: a cold one takes
/// longer than all else of an event. Their certificates (RFC 5280) are made for them, and with their sessions are gone
/// after them.
public final class Handshakes {
    private static final String ROOT = "root";
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

    /// SHA-256 with RSA.
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

    private static final byte[] VALIDITY =
            der(0x30, der(0x17, ascii("260101000000Z")), der(0x17, ascii("491231235959Z")));
    private static final byte[] VERSION_AND_NUMBER = HexFormat.of().parseHex("a003020102020101");
    /// That it may sign others.
    private static final byte[] EXTENSIONS = HexFormat.of().parseHex("a3133011300f0603551d130101ff040530030101ff");

    private static final char[] NO_PASSWORD = {};

    private Handshakes() {}

    /// Makes so many, each on a connection of its own.
    public static void make(int times) {
        try {
            var context = context();
            try (var server = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                for (int i = 0; i < times; i++) {
                    make(context.getSocketFactory(), server);
                }
                refuse(server);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JVM without TLS", e);
        }
    }

    /// One that fails: the roots that AWS's certificates are checked against are read for it, and do not know this one.
    private static void refuse(SSLServerSocket server) throws IOException {
        try {
            make(HttpsURLConnection.getDefaultSSLSocketFactory(), server);
        } catch (SSLHandshakeException _) {
            return;
        }
        throw new IllegalStateException("a certificate of this process is trusted");
    }

    private static void make(SSLSocketFactory sockets, SSLServerSocket server) throws IOException {
        var answering = Thread.ofPlatform().start(() -> answer(server));
        var url = "https://%s:%d".formatted(server.getInetAddress().getHostAddress(), server.getLocalPort());
        var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        // It is this process, whatever the certificate says.
        connection.setHostnameVerifier((_, _) -> true);
        var _ = connection.getResponseCode();
        try {
            answering.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(SSLServerSocket server) {
        try (var accepted = server.accept();
                var lines = new BufferedReader(
                        new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null && !line.isEmpty(); ) {
                line = lines.readLine();
            }
            accepted.getOutputStream()
                    .write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        } catch (IOException _) {
            // The other side fails too, and says why.
            return;
        }
    }

    /// With a certificate of its own, and the root that signed it as the only one that is trusted.
    static SSLContext context() throws GeneralSecurityException, IOException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var root = generator.generateKeyPair();
        var server = generator.generateKeyPair();
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, NO_PASSWORD);
        keys.setKeyEntry("server", server.getPrivate(), NO_PASSWORD, new Certificate[] {
            certificate("localhost", server.getPublic(), root.getPrivate())
        });
        var roots = KeyStore.getInstance("PKCS12");
        roots.load(null, NO_PASSWORD);
        roots.setCertificateEntry("root", certificate(ROOT, root.getPublic(), root.getPrivate()));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, NO_PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(roots);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    /// Signed by the root.
    private static Certificate certificate(String name, PublicKey of, PrivateKey signer)
            throws GeneralSecurityException {
        var content =
                der(0x30, VERSION_AND_NUMBER, ALGORITHM, name(ROOT), VALIDITY, name(name), of.getEncoded(), EXTENSIONS);
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer);
        signature.update(content);
        var certificate = der(0x30, content, ALGORITHM, der(0x03, new byte[1], signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] name(String text) {
        return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, ascii(text)))));
    }

    /// A value of DER (X.690): tag, length, and its parts.
    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var value = ByteBuffer.allocate(length + 4).put((byte) tag);
        if (length < 0x80) {
            value.put((byte) length);
        } else {
            value.put((byte) 0x82).putShort((short) length);
        }
        value.put(content.toByteArray());
        return Arrays.copyOf(value.array(), value.position());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
