package vpceguard.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Calls of S3 that go through an endpoint of the local AWS, which judges them by its policy.
public record ThroughEndpoint(LocalAws aws, String endpoint, String accessKey) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// Makes a call; whether the endpoint's policy denied it.
    public boolean isDenied(String method, String path) {
        try {
            var request = aws.signed("s3", path, accessKey)
                    .header("X-Local-Vpc-Endpoint", endpoint)
                    .method(method, method.equals("PUT") ? BodyPublishers.ofString("text") : BodyPublishers.noBody());
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            var isDenied = response.body().contains("no VPC endpoint policy allows");
            if (!isDenied && response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " answered " + response.statusCode() + ": " + response.body());
            }
            return isDenied;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
