package vpceguard.aws.priming;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS of this process with itself: a certificate (RFC 5280) for 127.0.0.1 and the root that signed it, made
/// anew each time. Neither is stored: a private key in the package would be known to everybody.
///
/// @param context has the certificate, and trusts its root alone
/// @param trusted the same trust, for a client
record SelfSigned(SSLContext context, TrustManagerFactory trusted) {
    private static final String ROOT = "root";
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

    /// SHA-256 with RSA.
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

    private static final byte[] VALIDITY =
            der(0x30, der(0x17, ascii("260101000000Z")), der(0x17, ascii("491231235959Z")));
    private static final byte[] VERSION_AND_NUMBER = HexFormat.of().parseHex("a003020102020101");

    /// That it may sign others, and is of 127.0.0.1.
    private static final byte[] EXTENSIONS =
            HexFormat.of().parseHex("a3243022300f0603551d130101ff040530030101ff300f0603551d110408300687047f000001");

    private static final char[] NO_PASSWORD = {};

    static SelfSigned make() throws GeneralSecurityException, IOException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var root = generator.generateKeyPair();
        var server = generator.generateKeyPair();
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, NO_PASSWORD);
        keys.setKeyEntry("server", server.getPrivate(), NO_PASSWORD, new Certificate[] {
            certificate("server", server.getPublic(), root.getPrivate())
        });
        var roots = KeyStore.getInstance("PKCS12");
        roots.load(null, NO_PASSWORD);
        roots.setCertificateEntry(ROOT, certificate(ROOT, root.getPublic(), root.getPrivate()));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, NO_PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(roots);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return new SelfSigned(context, trusted);
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
