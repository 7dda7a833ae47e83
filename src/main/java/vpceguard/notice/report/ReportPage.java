package vpceguard.notice.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A report as one HTML page that needs no other file.
///
/// Text from endpoints stands in it only as JSON in a block that is no script, and the page's own script
/// puts it in as text. The page allows no other script or style, and makes no request.
public final class ReportPage {
    private ReportPage() {}

    public static String of(Report report) {
        var style = resource("report.css");
        var script = resource("report.js");
        var security = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
        return resource("report.html")
                .replace("{{security}}", security)
                .replace("{{style}}", style)
                .replace("{{script}}", script)
                .replace("{{data}}", data(ReportJson.write(report)));
    }

    /// These characters occur in strings alone, where their escapes mean the same; `<` could end the block, the two
    /// separators end a line for JavaScript.
    private static String data(Json json) {
        return JsonWriter.compact(json)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (var in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in this package: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
