package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Who undoes what the stack does, again and again, and who does it under its name: each is told, and comes to an end.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class FightsIT {
    private static final String FORMER = "vpce-guard-former";

    private Deployed stack;

    @BeforeAll
    void deploy() {
        stack = new Deployed(
                List.of("--auth"),
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "TrustedAccounts=555566667777");
    }

    @AfterAll
    void end() {
        stack.close();
    }

    /// Three times a day; the fourth waits for the sweep, and its notice names the stack that opens the policy.
    @Test
    @Order(1)
    void aStackThatOpensAPolicyAgainAndAgainIsNamedOnceAndEachSweepTightens() {
        var id = stack.aws
                .plant("[{\"VpcId\": \"%s\", \"VpcEndpointType\": \"Gateway\", \"ServiceName\": \"%s\", \"Tags\":"
                                .formatted(stack.vpc, stack.service("dynamodb"))
                        + " [{\"Key\": \"aws:cloudformation:stack-name\", \"Value\": \"payments\"}],"
                        + " \"PolicyDocument\": " + JsonWriter.compact(new Json.Str(Deployed.INSIDE)) + "}]")
                .getFirst();
        for (int time = 1; time <= 3; time++) {
            open(stack.ec2, id);
            var _ = stack.notices(id, "CHANGED", time);
        }
        open(stack.ec2, id);

        var told = stack.notice(id, "DEFERRED");

        assertThat(told.textAt("severity")).hasValue("critical");
        assertThat(told.textAt("text").orElseThrow())
                .startsWith("NOT CHANGED. Act ")
                .contains("was tightened 3 times today and opened again")
                .contains("CloudFormation, stack \"payments\"")
                .contains("paste this, or your next deployment fights:")
                .contains("PolicyDocument: {");
        assertThat(stack.endpoint(id).policyDocument()).doesNotContain("Condition");

        open(stack.ec2, id);
        sweepAfterAnHour();

        assertThat(stack.notices(id, "CHANGED", 4)).isNotEmpty();
        assertThat(stack.endpoint(id).policyDocument()).contains("aws:PrincipalOrgID");
        assertThat(stack.notices(id, "DEFERRED", 1)).hasSize(1);
    }

    private void open(Ec2Client caller, String id) {
        var before = settled();
        caller.modifyVpcEndpoint(request -> request.vpcEndpointId(id).policyDocument(Deployed.OPEN));
        var _ = Deployed.await("the event", () -> Optional.of(settled()).filter(after -> after > before));
    }

    /// Transactions that opened a record.
    private long settled() {
        return stack.aws.allCalls().stream()
                .filter(call -> call.textAt("action").equals(Optional.of("TransactWriteItems")))
                .count();
    }

    private void sweepAfterAnHour() {
        assertThat(LedgerTable.of(stack).abandonAll()).isPositive();
        assertThat(stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}"))
                .contains("records finished");
    }

    /// Once a day; then the group is left to people.
    @Test
    @Order(2)
    void aPipelineThatAddsAGroupAgainKeepsItAndItsTeamIsTold() {
        var terraform = stack.aws.client(Ec2Client.builder()
                .overrideConfiguration(options -> options.putAdvancedOption(
                        SdkAdvancedClientOption.USER_AGENT_PREFIX, "APN/1.0 HashiCorp/1.0 Terraform/1.9.5")));
        var id = stack.create(stack.service("kms"), VpcEndpointType.INTERFACE);
        var _ = stack.notice(id, "CHANGED");
        terraform.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSecurityGroupIds(stack.strangeGroup));
        // Before its read-back the change would not be confirmed, which is another story.
        var _ = stack.notices(id, "CHANGED", 2);
        assertThat(stack.endpoint(id).groups()).hasSize(1);
        terraform.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSecurityGroupIds(stack.strangeGroup));

        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text").orElseThrow())
                .startsWith("NOT CHANGED. Act by ")
                .contains("put back once today; they are left to you now");
        assertThat(stack.endpoint(id).groups())
                .extracting(SecurityGroupIdentifier::groupId)
                .contains(stack.strangeGroup);
    }

    /// The role's session makes a call that no record knows.
    @Test
    @Order(3)
    void whoHoldsASessionOfTheRoleIsToldAtOnceAndRepaired() {
        var id = stack.create(stack.service("sns"), VpcEndpointType.INTERFACE);
        var _ = stack.notice(id, "CHANGED");
        var role = "arn:aws:iam::" + Deployed.ACCOUNT + ":role/vpce-guard-modify-" + Deployed.REGION;
        var thief = stack.aws.role(role).client(Ec2Client.builder());

        thief.modifyVpcEndpoint(request -> request.vpcEndpointId(id).policyDocument(Deployed.OPEN));

        assertThat(stack.told("holds a session of the role"))
                .startsWith("NOT CHANGED. Act ")
                .contains(id)
                .contains("no record names it")
                .contains("vpce-guard-modify-" + Deployed.REGION + "/somebody");
        var _ = stack.await(id, endpoint -> endpoint.policyDocument().contains("aws:PrincipalOrgID"));
        assertThat(stack.allNotices())
                .filteredOn(notice -> notice.textAt("text")
                        .filter(text -> text.contains("holds a session of the role"))
                        .isPresent())
                .hasSize(1)
                .allSatisfy(notice -> assertThat(notice.textAt("severity")).hasValue("critical"));
    }

    /// Events of calls that this guard made before its roles got other names.
    @Test
    @Order(4)
    void aRenamedRoleMakesNoLoop() {
        var id = stack.create(stack.service("dynamodb"), VpcEndpointType.GATEWAY);
        var _ = stack.notice(id, "CHANGED");
        stack.aws.forgetCalls();

        stack.aws.deliver(Deployed.event("own-modify.json", id)
                .replace("vpce-guard-remediator", FORMER)
                .replace("lang/java#25.0.3", "lang/java#25.0.3 app/vpce-guard"));

        assertThat(stack.told(FORMER)).startsWith("NOT CHANGED. Act now: a second vpce-guard");
        quiet();
        assertThat(modified()).isZero();
    }

    /// Neither perimeter admits the other's partner, so each narrows what the other wrote, once.
    @Test
    @Order(5)
    void twoStacksEndAtWhatBothAdmitAndEachTellsOfTheOther(@TempDir Path folder) throws IOException {
        var second = Files.writeString(
                folder.resolve("template.yaml"),
                Files.readString(Path.of("template.yaml"))
                        .replace("RoleName: !Sub vpce-guard-", "RoleName: !Sub second-guard-")
                        .replace(
                                "target/function.zip",
                                Path.of("target/function.zip").toAbsolutePath().toString()));
        stack.aws.deployBeside(
                second,
                "second-guard",
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "TrustedAccounts=444455556666");
        stack.aws.forgetCalls();

        var id = stack.create(stack.service("s3"), VpcEndpointType.GATEWAY);

        assertThat(stack.told("second-guard-")).startsWith("NOT CHANGED. Act now: a second vpce-guard");
        quiet();
        var writes = modified();
        assertThat(writes).isBetween(2L, 4L);
        assertThat(stack.endpoint(id).policyDocument()).contains(Deployed.ORGANIZATION);

        assertThat(stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}"))
                .contains(" 0 repaired");
        quiet();
        assertThat(modified()).as("they are at rest").isEqualTo(writes);
    }

    private long modified() {
        return stack.aws.calls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .filter(call -> call.textAt("action").equals(Optional.of("ModifyVpcEndpoint")))
                .count();
    }

    /// Waits until no function has called for some seconds, in which a second look and a waiting notice would come.
    private void quiet() {
        var _ = Deployed.await(
                "functions at rest",
                () -> Optional.of(stack.aws.calls().stream()
                                .filter(call -> call.textAt("function").isPresent())
                                .mapToLong(call ->
                                        Long.parseLong(((Json.Num) call.at("at").orElseThrow()).literal()))
                                .max()
                                .orElse(0))
                        .filter(last -> Instant.now().minusSeconds(4).toEpochMilli() > last));
    }
}
