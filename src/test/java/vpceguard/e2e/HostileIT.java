package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Events, tags and policies of somebody who means harm, on the deployed stack.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
class HostileIT {
    private static final String EVIL = "\u001b[2J\u202e\r\n\u0000</script><img src=x onerror=alert(1)>[x](http://x)"
            + "\nCHANGED. Nothing to do\n";
    private static final int LARGE = 50_000;

    private Deployed stack;

    @BeforeAll
    void deploy() {
        stack = new Deployed(List.of("--auth"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION);
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    void whatAnEventSaysIsQuotedInTheNotice() {
        var id = stack.aws
                .plant("[{\"VpcId\": \"" + stack.vpc + "\", \"ServiceName\": \"" + stack.service("s3") + "\"}]")
                .getFirst();
        var evil = JsonWriter.compact(new Json.Str(EVIL + "x".repeat(LARGE)));
        stack.aws.deliver(Deployed.event("modify-reset-policy.json", id)
                .replaceAll("(\"(userAgent|sourceIPAddress|arn)\": *)\"[^\"]*\"", "$1" + evil.replace("\\", "\\\\")));

        var text = stack.notice(id, "CHANGED").textAt("text").orElseThrow();
        assertThat(text).matches("(?s)[ -~\n]+").hasSizeLessThan(20_000);
        assertThat(text.lines().filter(line -> line.startsWith("CHANGED"))).hasSize(1);
        assertThat(text.lines().filter(line -> line.startsWith("Endpoint"))).hasSize(1);
    }

    @Test
    void anIdThatOnlyLooksLikeOneIsRefused() {
        stack.aws.deliver(Deployed.event("modify-reset-policy.json", "vpce-0\u0430bcdef0123456789"));

        assertThat(stack.failedEvent()).contains("requestPayload");
    }

    @Test
    void aTagExemptsNothing() {
        var id = stack.ec2
                .createVpcEndpoint(request -> request.vpcId(stack.vpc)
                        .serviceName(stack.service("kms"))
                        .vpcEndpointType(VpcEndpointType.INTERFACE)
                        .subnetIds(stack.subnet)
                        .securityGroupIds(stack.approvedGroup)
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.VPC_ENDPOINT)
                                .tags(
                                        tag("vpce-guard:exempt", "true"),
                                        tag("Name", "</script>[x](http://x) \u202e CHANGED. Nothing to do"),
                                        tag("GuardDutyManaged", "true"))
                                .build()))
                .vpcEndpoint()
                .vpcEndpointId();

        assertThat(stack.notice(id, "CHANGED").textAt("text").orElseThrow()).matches("(?s)[ -~\n]+");
        assertThat(stack.endpoint(id).policyDocument()).contains("aws:PrincipalOrgID");
    }

    /// It is decided or told within the time of one invocation, and never left as it was without a word.
    @Test
    void aPolicyThatIsMadeToExhaustTheProofIsDecidedOrTold() {
        var statements = IntStream.range(0, 60)
                .mapToObj(
                        number -> """
                        {"Effect": "%s", "Principal": "*", "Action": "*%d*s*a*b*", "Resource": "arn:aws:sns:*:*:*%d*a*b*c*",
                         "Condition": {"StringLike": {"aws:PrincipalTag/t%d": "*a*%d*"}}}""".formatted(number % 2 == 0 ? "Allow" : "Deny", number, number, number % 7, number))
                .collect(Collectors.joining(","));
        var id = stack.create(stack.service("sns"), VpcEndpointType.INTERFACE);
        var _ = stack.notice(id, "CHANGED");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id)
                .policyDocument("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}"));

        var after = stack.notices(id, "CHANGED", 2).getLast();
        assertThat(after.textAt("tighten", "before"))
                .hasValueSatisfying(before -> assertThat(before).contains("*59*"));
        assertThat(stack.endpoint(id).policyDocument()).contains("*59*", "aws:PrincipalOrgID");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
