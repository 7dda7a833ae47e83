package vpceguard.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// An AWS of a few fixed answers within this process, for calls that are made to warm the code that makes them: nothing
/// leaves the process, and no state but its own changes. It has one gateway endpoint, with full access until its policy
/// is modified.
public final class CannedAnswers implements SdkHttpClient {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
    private static final Pattern POLICY = Pattern.compile("(?:^|&)PolicyDocument=([^&]*)");

    private final String organization;

    private String policy =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    /// @param organization the id of the account's organization
    public CannedAnswers(String organization) {
        this.organization = organization;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                var text = answer(request);
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(200)
                                .putHeader("Content-Type", text.startsWith("{") ? "application/json" : "text/xml")
                                .build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    /// The policy that the endpoint has now.
    public String policy() {
        return policy;
    }

    private String answer(HttpExecuteRequest request) {
        var body = body(request);
        return request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .map(target -> target.endsWith(".DescribeOrganization")
                        ? "{\"Organization\":{\"Id\":\"" + organization + "\"}}"
                        : "{}")
                .orElseGet(() -> xml(group(ACTION, body), body));
    }

    private String xml(String action, String body) {
        if (action.equals("ModifyVpcEndpoint")) {
            policy = URLDecoder.decode(group(POLICY, body), StandardCharsets.UTF_8);
        }
        var members = switch (action) {
            case "DescribeVpcEndpoints" ->
                "<vpcEndpointSet><item><vpcEndpointId>vpce-0123456789abcdef1</vpcEndpointId>"
                        + "<vpcEndpointType>Gateway</vpcEndpointType><vpcId>vpc-0a1b2c3d4e5f60718</vpcId>"
                        + "<serviceName>com.amazonaws.us-east-1.s3</serviceName><state>available</state>"
                        + "<policyDocument>" + escaped(policy) + "</policyDocument><routeTableIdSet><item>"
                        + "rtb-0a1b2c3d4e5f60711</item></routeTableIdSet><requesterManaged>false</requesterManaged>"
                        + "</item></vpcEndpointSet>";
            case "DescribeVpcEndpointServices" ->
                "<serviceDetailSet><item><serviceName>com.amazonaws.us-east-1.s3</serviceName><serviceType><item>"
                        + "<serviceType>Gateway</serviceType></item></serviceType><owner>amazon</owner>"
                        + "<vpcEndpointPolicySupported>true</vpcEndpointPolicySupported></item></serviceDetailSet>";
            case "Publish" ->
                "<PublishResult><MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult>";
            default -> "<return>true</return>";
        };
        return "<" + action + "Response><requestId>d88fc463-0000-4000-a000-edafc064b32c</requestId>" + members + "</"
                + action + "Response>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String group(Pattern pattern, String body) {
        var found = pattern.matcher(body);
        return found.find() ? found.group(1) : "";
    }

    private static String body(HttpExecuteRequest request) {
        try (InputStream in = request.contentStreamProvider()
                .map(content -> content.newStream())
                .orElseGet(InputStream::nullInputStream)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
