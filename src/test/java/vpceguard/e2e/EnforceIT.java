package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;
import vpceguard.policy.Canonical;

/// The stack in `enforce`, its role really evaluated.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class EnforceIT {
    private static final String FULL_ACCESS =
            "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}";

    private Deployed stack;

    @BeforeAll
    void deploy() {
        stack = new Deployed(List.of("--auth"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION);
        letInAPrefixList();
        stack.aws.forgetCalls();
    }

    /// What a prefix list holds, a rule of a security group does not show.
    private void letInAPrefixList() {
        var list = stack.ec2
                .createManagedPrefixList(request -> request.prefixListName("offices")
                        .addressFamily("IPv4")
                        .maxEntries(1)
                        .entries(AddPrefixListEntry.builder()
                                .cidr("192.0.2.0/24")
                                .build()))
                .prefixList()
                .prefixListId();
        stack.ec2.authorizeSecurityGroupIngress(request -> request.groupId(stack.approvedGroup)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(443)
                        .toPort(443)
                        .prefixListIds(PrefixListId.builder().prefixListId(list).build())
                        .build()));
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({
        "Gateway, s3",
        "Gateway, dynamodb",
        "Interface, logs",
        "Interface, ec2",
        "Interface, kinesis-streams",
        "Interface, sns",
        "Interface, kms",
        "Interface, servicecatalog",
        "Interface, ssm",
        "Interface, ec2messages",
        "Interface, elasticloadbalancing"
    })
    void fullAccessBecomesTheCeiling(String type, String service) {
        var name = "com.amazonaws." + Deployed.REGION + "." + service;
        var id = stack.create(name, VpcEndpointType.fromValue(type));

        var notice = stack.notice(id, "CHANGED");

        assertThat(stack.fingerprint(id)).isEqualTo(Deployed.ceiling(name, "aws", Deployed.REGION));
        assertThat(notice.textAt("text"))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("CHANGED. Nothing to do")
                        .contains("CreateVpcEndpoint")
                        .contains(id)
                        .contains("Undo"));
        assertThat(notice.textAt("tighten", "before").map(Canonical::fingerprint))
                .hasValue(Canonical.fingerprint(FULL_ACCESS));
    }

    @Test
    @Order(2)
    void aResetPolicyIsTightenedAgain() {
        var id = tightened("logs");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).resetPolicy(true));

        var notice = stack.notices(id, "CHANGED", 2).getLast();

        assertThat(notice.textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("policy-reset"));
        assertThat(stack.isOpen(id)).isFalse();
    }

    @Test
    @Order(2)
    void aCustomPolicyIsNarrowedByTheCeilingsConditions() {
        var id = tightened("sns");
        var custom = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Ours\",\"Effect\":\"Allow\","
                + "\"Principal\":\"*\",\"Action\":\"sns:Publish\",\"Resource\":\"*\"}]}";
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).policyDocument(custom));

        var after = stack.await(id, endpoint -> endpoint.policyDocument().contains("aws:PrincipalOrgID"));
        assertThat(after.policyDocument()).contains("\"Ours\"").contains("sns:Publish");
    }

    @Test
    @Order(2)
    void aCustomPolicyOfManyStatementsKeepsThemAndGetsTheCeilingsComplement() {
        var id = tightened("ssm");
        var statements = Stream.of("ssm:GetParameter", "ssm:PutParameter", "ssm:SendCommand", "ssm:GetDocument")
                .map(action -> "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"%s\",\"Resource\":\"*\"}"
                        .formatted(action))
                .collect(Collectors.joining(","));
        var custom = "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).policyDocument(custom));

        var after = stack.await(id, endpoint -> endpoint.policyDocument().contains("Deny"));
        assertThat(LocalAws.json(after.policyDocument()).at("Statement"))
                .hasValueSatisfying(written -> assertThat(((Json.Arr) written).items())
                        .startsWith(((Json.Arr) LocalAws.json("[" + statements + "]"))
                                .items()
                                .toArray(Json[]::new)));
    }

    @Test
    @Order(2)
    void aGroupThatNobodyApprovedIsRemovedAgain() {
        var id = tightened("kms");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSecurityGroupIds(stack.strangeGroup));

        var notice = stack.notices(id, "CHANGED", 2).getLast();

        assertThat(notice.at("revert", "removed", "securityGroups"))
                .hasValue(Json.Arr.ofTexts(List.of(stack.strangeGroup)));
        assertThat(stack.endpoint(id).groups())
                .extracting(SecurityGroupIdentifier::groupId)
                .containsExactly(stack.approvedGroup);
    }

    @Test
    @Order(2)
    void aServiceOfAForeignAccountIsOnlyTold() {
        var id = stack.create(
                "com.amazonaws.vpce." + Deployed.REGION + ".vpce-svc-0a1b2c3d4e5f60718", VpcEndpointType.INTERFACE);

        var notice = stack.notice(id, "NOT_CHANGED");

        assertThat(notice.textAt("severity")).hasValue("critical");
        assertThat(notice.textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("444455556666"));
    }

    /// What is critical does not wait.
    @Test
    @Order(2)
    void anOpenPolicyThatStoodBeforeIsToldAndLeftWhenACallSetsSomethingElse() {
        var table = stack.routeTable();
        stack.ec2.modifyVpcEndpoint(
                request -> request.vpcEndpointId(stack.olderEndpoint).addRouteTableIds(table));

        var notice = stack.notice(stack.olderEndpoint, "NOT_CHANGED");

        assertThat(notice.textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("stood before"));
        assertThat(stack.isOpen(stack.olderEndpoint)).isTrue();
    }

    @Test
    @Order(2)
    void anEndpointThatAnAwsServiceManagesIsLeftAlone() {
        var id = tightened("ssm");
        stack.aws.pretend(id, "{\"requesterManaged\": true}");
        stack.aws.forgetCalls();

        stack.aws.deliver(Deployed.event("modify-reset-policy.json", id));
        Deployed.await(
                "the pass",
                () -> stack.aws.calls().stream()
                        .filter(call -> call.textAt("action").equals(Optional.of("UpdateItem")))
                        .findFirst());

        assertNothingIsDoneBy("ModifyVpcEndpointFunction");
    }

    @Test
    @Order(3)
    void aRedeliveredEventMakesNeitherASecondRepairNorASecondNotice() {
        var id = tightened("dynamodb");
        var cause = stack.notice(id, "CHANGED").textAt("record", "cause").orElseThrow();
        var function = stack.aws.calls().stream()
                .flatMap(call -> call.textAt("function").stream())
                .filter(name -> name.contains("CreateVpcEndpointFunction"))
                .findFirst()
                .orElseThrow();
        var _ = Deployed.await(
                "the end of the record",
                () -> stack.journal().stream()
                        .filter(step -> step.textAt("endpoint").equals(Optional.of(id))
                                && step.textAt("step").equals(Optional.of("told")))
                        .findFirst());
        stack.aws.startAnew(function);
        stack.aws.forgetCalls();

        var event = Deployed.event("create-gateway-s3-console.json", id)
                .replaceAll("\"eventID\": *\"[^\"]*\"", "\"eventID\": \"" + cause + "\"")
                .replaceAll("\"eventTime\": *\"[^\"]*\"", "\"eventTime\": \"" + Instant.now() + "\"");

        assertThat(stack.aws.invoke(function, event)).isEqualToIgnoringWhitespace("{\"result\":\"COMPLIANT\"}");
        assertThat(stack.aws.calls())
                .filteredOn(call -> call.textAt("function").equals(Optional.of(function)))
                .extracting(call -> call.textAt("action").orElseThrow())
                .containsExactly("DescribeVpcEndpoints", "UpdateItem");
    }

    /// Notices about other endpoints that waited may go out meanwhile, by another function.
    private void assertNothingIsDoneBy(String function) {
        assertThat(stack.aws.calls())
                .filteredOn(call -> call.textAt("function")
                        .filter(name -> name.contains(function))
                        .isPresent())
                .noneMatch(call -> Set.of("ModifyVpcEndpoint", "Publish")
                        .contains(call.textAt("action").orElse("")));
    }

    @Test
    @Order(3)
    void anEventThatCannotBeReadEndsInTheQueueOfFailedEvents() {
        stack.aws.deliver(Deployed.event("unreadable-no-event-id.json"));

        assertThat(stack.failedEvent()).contains("eventID").contains("requestPayload");
    }

    /// A service that was not worked through, and one of the Marketplace.
    @Test
    @Order(4)
    void whatOnlyNotifiesWaitsForTheDigestOfTheSweepWhichRepairsNothing() {
        var unverified = stack.create("com.amazonaws." + Deployed.REGION + ".athena", VpcEndpointType.INTERFACE);
        var sold = stack.create(
                "com.amazonaws.vpce." + Deployed.REGION + ".vpce-svc-0123456789abcdef0", VpcEndpointType.INTERFACE);
        var waiting = Set.of(unverified, sold);
        waiting.forEach(this::isDealtWith);
        assertThat(told("NOT_CHANGED")).doesNotContainAnyElementsOf(waiting);
        var before = stack.ec2.describeVpcEndpoints().vpcEndpoints();

        var answer = stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}");

        assertThat(answer).contains(before.size() + " endpoints").contains("0 repaired");
        var digest = Deployed.await(
                "the digest", () -> Optional.of(told("SWEPT")).filter(endpoints -> endpoints.containsAll(waiting)));
        assertThat(digest).containsAll(waiting);
        assertThat(stack.ec2.describeVpcEndpoints().vpcEndpoints()).isEqualTo(before);
    }

    private Set<String> told(String result) {
        return stack.allNotices().stream()
                .flatMap(Told::in)
                .filter(told -> told.result().equals(result))
                .map(Told::subject)
                .collect(Collectors.toSet());
    }

    private void isDealtWith(String endpoint) {
        var ledger = LedgerTable.of(stack);
        var _ = Deployed.await(
                "the closed record of " + endpoint,
                () -> ledger.items(endpoint).stream()
                        .filter(item -> item.containsKey("closedAt"))
                        .findFirst());
    }

    private String tightened(String service) {
        var gateway = Set.of("s3", "dynamodb").contains(service);
        var id = stack.create(
                "com.amazonaws." + Deployed.REGION + "." + service,
                gateway ? VpcEndpointType.GATEWAY : VpcEndpointType.INTERFACE);
        var _ = stack.notice(id, "CHANGED");
        return id;
    }
}
