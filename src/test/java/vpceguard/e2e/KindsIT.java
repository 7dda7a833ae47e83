package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/// Kinds of endpoints beside those of the article: FIPS names, other Regions, other kinds, and kinds and states that do
/// not exist yet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
class KindsIT {
    private static final String STRANGER = "444455556666";

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
    void aFipsNameHasTheCeilingOfItsService() {
        var id = stack.create(stack.service("kms-fips"), VpcEndpointType.INTERFACE);

        var _ = stack.notice(id, "CHANGED");
        assertThat(stack.fingerprint(id)).isEqualTo(Deployed.ceiling(stack.service("kms"), "aws", Deployed.REGION));
    }

    @Test
    void aServiceOfAnotherRegionHasThatRegionsCeiling() {
        var id = interfaceEndpoint(CreateVpcEndpointRequest.builder()
                .vpcEndpointType(VpcEndpointType.INTERFACE)
                .serviceName("com.amazonaws.eu-west-1.s3")
                .serviceRegion("eu-west-1"));

        var _ = stack.notice(id, "CHANGED");
        assertThat(stack.endpoint(id).policyDocument())
                .contains("arn:aws:s3:::amazon-ssm-eu-west-1/*")
                .doesNotContain("us-east-1");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).resetPolicy(true));
        var _ = stack.notices(id, "CHANGED", 2);
        assertThat(stack.isOpen(id)).isFalse();
    }

    @Test
    void aServiceWithoutPoliciesIsLeftAlone() {
        var id = stack.create(stack.service("appstream.streaming"), VpcEndpointType.INTERFACE);

        becomesKnown(id);
        assertThat(stack.allNotices())
                .noneMatch(notice -> notice.textAt("endpoint", "id").equals(Optional.of(id)));
    }

    @Test
    void anOwnEndpointServiceIsApproved() {
        var id = stack.create(
                "com.amazonaws.vpce." + Deployed.REGION + ".vpce-svc-0fedcba9876543210", VpcEndpointType.INTERFACE);

        becomesKnown(id);
        assertThat(stack.allNotices())
                .noneMatch(notice -> notice.textAt("endpoint", "id").equals(Optional.of(id)));
    }

    @Test
    void aGatewayLoadBalancerOfAStrangerIsTold() {
        told(
                stack.create(
                        "com.amazonaws.vpce." + Deployed.REGION + ".vpce-svc-0123456789abcdef1",
                        VpcEndpointType.GATEWAY_LOAD_BALANCER),
                "service-owner-not-approved");
    }

    @Test
    void aResourceOfAStrangerIsTold() {
        told(
                interfaceEndpoint(CreateVpcEndpointRequest.builder()
                        .vpcEndpointType(VpcEndpointType.RESOURCE)
                        .resourceConfigurationArn(lattice("resourceconfiguration/rcfg-0123456789abcdef0"))),
                "service-owner-not-approved");
    }

    @Test
    void aServiceNetworkOfAStrangerIsTold() {
        told(
                interfaceEndpoint(CreateVpcEndpointRequest.builder()
                        .vpcEndpointType(VpcEndpointType.SERVICE_NETWORK)
                        .serviceNetworkArn(lattice("servicenetwork/sn-0123456789abcdef0"))),
                "service-owner-not-approved");
    }

    @Test
    void aKindThatDoesNotExistYetIsToldWithTheDayAndNeverTouched() {
        var id = planted("\"VpcEndpointType\": \"Tunnel\"");
        var before = stack.endpoint(id);
        deliver(id);
        becomesKnown(id);

        assertThat(stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}"))
                .contains("endpoints");

        var text = stack.told(id);
        assertThat(text).contains("whether endpoints of type \"Tunnel\" carry policies is not known");
        assertThat(stack.endpoint(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "pendingAcceptance"})
    void aStateThatDoesNotExistYetIsThatOfAnEndpointThatLives(String state) {
        var id = planted("\"VpcEndpointType\": \"Gateway\", \"ServiceName\": \"" + stack.service("s3")
                + "\", \"State\": \"" + state + "\"");

        deliver(id);

        var _ = stack.notice(id, "CHANGED");
    }

    private void told(String id, String what) {
        var before = stack.endpoint(id);
        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains(what));
        assertThat(stack.endpoint(id)).isEqualTo(before);
    }

    private String lattice(String resource) {
        return "arn:aws:vpc-lattice:" + Deployed.REGION + ":" + STRANGER + ":" + resource;
    }

    private String planted(String members) {
        return stack.aws
                .plant("[{\"VpcId\": \"" + stack.vpc + "\", " + members + "}]")
                .getFirst();
    }

    /// The event of a call that opened the endpoint's policy.
    private void deliver(String id) {
        stack.aws.deliver(Deployed.event("modify-reset-policy.json", id));
    }

    private String interfaceEndpoint(CreateVpcEndpointRequest.Builder request) {
        return stack.ec2
                .createVpcEndpoint(request.vpcId(stack.vpc)
                        .subnetIds(stack.subnet)
                        .securityGroupIds(stack.approvedGroup)
                        .build())
                .vpcEndpoint()
                .vpcEndpointId();
    }

    /// The ledger knows an endpoint once its event was dealt with.
    private void becomesKnown(String id) {
        var key = Map.of("pk", AttributeValue.fromS("state"), "sk", AttributeValue.fromS(id));
        var ledger = stack.aws.client(DynamoDbClient.builder());
        var table = stack.aws.output("LedgerTable");
        var _ = Deployed.await(
                id + " in the ledger",
                () -> Optional.of(ledger.getItem(
                                request -> request.tableName(table).key(key)))
                        .filter(GetItemResponse::hasItem));
    }
}
