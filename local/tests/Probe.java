import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// A function that tells its environment, fails when its event says "boom", puts an item when it is given one, and dawdles
/// when told to.
public class Probe {
    public Map<String, String> handle(Map<String, Object> event) throws Exception {
        System.out.println("probed " + event.get("id"));
        if (event.toString().contains("boom")) throw new IllegalStateException("boom");
        if (event.get("put") instanceof String item) System.out.println("put, " + put(item));
        if (event.get("sleep") instanceof Number millis) Thread.sleep(millis.longValue());
        return System.getenv();
    }

    private static int put(String item) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                .header("content-type", "application/x-amz-json-1.0")
                .header("x-amz-target", "DynamoDB_20120810.PutItem")
                .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=" + System.getenv("AWS_ACCESS_KEY_ID")
                                + "/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(item))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
