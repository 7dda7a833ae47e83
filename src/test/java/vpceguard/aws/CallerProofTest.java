package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Against an STS that checks signatures as AWS does (IAM User Guide, "Create a signed AWS API request").
class CallerProofTest {
    private static final String SECRET = "secret-of-ann";
    private static final String ARN = "arn:aws:iam::111122223333:user/ann";
    private static HttpServer sts;

    private final CallerProof ann = new CallerProof(calls(SECRET));
    private final CallerProof guard = new CallerProof(calls("secret-of-the-guard"));

    @BeforeAll
    static void start() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", CallerProofTest::answer);
        sts.start();
    }

    @AfterAll
    static void stop() {
        sts.stop(0);
    }

    private static SignedCalls calls(String secret) {
        return new SignedCalls(
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", secret)),
                Optional.of(URI.create("http://127.0.0.1:" + sts.getAddress().getPort())),
                "us-east-1");
    }

    @Test
    void aProofIsConfirmedForItsPurpose() {
        assertThat(guard.confirm(ann.of("undo this"), "undo this")).hasValue(ARN);
    }

    @Test
    void itProvesNothingForAnother() {
        assertThat(guard.confirm(ann.of("undo this"), "undo that")).isEmpty();
    }

    @Test
    void aSignatureThatLeavesThePurposeOutProvesNothing() {
        var proof = new TreeMap<>(ann.of("undo this"));
        proof.computeIfPresent("authorization", (_, text) -> text.replace(";x-vpce-guard-purpose", ""));

        assertThat(guard.confirm(proof, "undo this")).isEmpty();
    }

    @Test
    void nothingProvesNothing() {
        assertThat(guard.confirm(Map.of(), "undo this")).isEmpty();
        assertThat(guard.confirm(Map.of("authorization", "SignedHeaders=x-vpce-guard-purpose\r\nhost: elsewhere"), ""))
                .isEmpty();
    }

    /// Holds no key: what is signed and not more.
    @Test
    void aProofHoldsNoSecret() {
        assertThat(ann.of("undo this")).containsOnlyKeys("authorization", "x-amz-date", "x-amz-content-sha256");
        assertThat(ann.of("undo this").toString()).doesNotContain(SECRET);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean isAnn = body.equals("Action=GetCallerIdentity&Version=2011-06-15") && isSigned(exchange, body);
        var bytes = (isAnn ? "<Arn>" + ARN + "</Arn>" : "<Error/>").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isAnn ? 200 : 403, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static boolean isSigned(HttpExchange exchange, String body) {
        var headers = exchange.getRequestHeaders();
        var authorization =
                Optional.ofNullable(headers.getFirst("Authorization")).orElse("");
        var parts = Arrays.stream(authorization.replace("AWS4-HMAC-SHA256 ", "").split(", *", -1))
                .map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        if (parts.size() != 3) {
            return false;
        }
        var names = parts.getOrDefault("SignedHeaders", "").split(";", -1);
        var canonical = "POST\n/\n\n"
                + Arrays.stream(names)
                        .map(name -> name + ":"
                                + Optional.ofNullable(headers.getFirst(name))
                                        .orElse("")
                                        .strip() + "\n")
                        .collect(Collectors.joining())
                + "\n" + parts.get("SignedHeaders") + "\n" + sha256(body);
        var scope = parts.getOrDefault("Credential", "").replaceFirst("[^/]+/", "");
        var toSign = "AWS4-HMAC-SHA256\n" + headers.getFirst("X-Amz-Date") + "\n" + scope + "\n" + sha256(canonical);
        var key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (var part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(parts.get("Signature"));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
