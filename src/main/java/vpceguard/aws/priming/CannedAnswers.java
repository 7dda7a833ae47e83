package vpceguard.aws.priming;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// An imitation of AWS within this process, with a few fixed answers, for the calls that warm up the code.
/// Nothing leaves the process. It has one endpoint, with full access until its policy is modified.
public final class CannedAnswers {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
    private static final Pattern POLICY = Pattern.compile("(?:^|&)PolicyDocument=([^&]*)");

    private final String organization;
    private final boolean isUsual;

    /// Each connection has a thread of its own.
    private volatile String policy;

    /// @param organization the id of the account's organization; also in the policy, so that what is remembered of one
    ///     does not spare the next any work
    /// @param isUsual whether it has a gateway endpoint and a ledger that knows the organization; else an interface
    ///     endpoint, whose service is asked for, and a ledger that knows nothing
    public CannedAnswers(String organization, boolean isUsual) {
        this.organization = organization;
        this.isUsual = isUsual;
        this.policy = "{\"Statement\":[{\"Sid\":\"" + organization.replace("-", "")
                + "\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    }

    /// What AWS might answer.
    ///
    /// @param target the operation, where a header names it; else the body does
    String to(Optional<String> target, String body) {
        return target.map(operation -> json(operation.substring(operation.indexOf('.') + 1), body))
                .orElseGet(() -> xml(group(ACTION, body), body));
    }

    private String json(String operation, String body) {
        return switch (operation) {
            case "GetItem" -> isUsual && body.contains("\"organization\"") ? confirmation() : "{}";
            case "DescribeOrganization" -> "{\"Organization\":{\"Id\":\"" + organization + "\"}}";
            default -> "{}";
        };
    }

    /// The organization as a sweep heard of it just now.
    private String confirmation() {
        return "{\"Item\":{\"organizationId\":{\"S\":\"" + organization + "\"},\"confirmedAt\":{\"S\":\""
                + Instant.now() + "\"}}}";
    }

    private String xml(String action, String body) {
        if (action.equals("ModifyVpcEndpoint")) {
            policy = URLDecoder.decode(group(POLICY, body), StandardCharsets.UTF_8);
        }
        var members = switch (action) {
            case "DescribeVpcEndpoints" ->
                "<vpcEndpointSet><item><vpcEndpointId>vpce-0123456789abcdef1</vpcEndpointId>"
                        + "<vpcEndpointType>" + type() + "</vpcEndpointType><vpcId>vpc-0a1b2c3d4e5f60718</vpcId>"
                        + "<serviceName>com.amazonaws.us-east-1.s3</serviceName><state>available</state>"
                        + "<policyDocument>" + escaped(policy) + "</policyDocument><routeTableIdSet><item>"
                        + "rtb-0a1b2c3d4e5f60711</item></routeTableIdSet><requesterManaged>false</requesterManaged>"
                        + "</item></vpcEndpointSet>";
            case "DescribeVpcEndpointServices" ->
                "<serviceDetailSet><item><serviceName>com.amazonaws.us-east-1.s3</serviceName><serviceType><item>"
                        + "<serviceType>" + type() + "</serviceType></item></serviceType><owner>amazon</owner>"
                        + "<vpcEndpointPolicySupported>true</vpcEndpointPolicySupported></item></serviceDetailSet>";
            case "Publish" ->
                "<PublishResult><MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult>";
            default -> "<return>true</return>";
        };
        return "<" + action + "Response><requestId>d88fc463-0000-4000-a000-edafc064b32c</requestId>" + members + "</"
                + action + "Response>";
    }

    private String type() {
        return isUsual ? "Gateway" : "Interface";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String group(Pattern pattern, String body) {
        var found = pattern.matcher(body);
        return found.find() ? found.group(1) : "";
    }
}
