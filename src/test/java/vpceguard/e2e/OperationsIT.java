package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.cli.Launcher;
import vpceguard.contract.Template;
import vpceguard.local.LocalStacks;

/// The life of a stack: bounded, asked about, its table lost and restored, taken away (`docs/operations.md`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class OperationsIT {
    private static final String BOUNDARY = "arn:aws:iam::" + Deployed.ACCOUNT + ":policy/boundary";
    private static final String SIGNING =
            "arn:aws:lambda:" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":code-signing-config:csc-0123456789abcdefg";
    private static final List<String> SERVICES = List.of("ec2:*", "dynamodb:*", "sns:*", "logs:*", "sqs:*");

    @TempDir
    private Path folder;

    private Deployed stack;
    private LedgerTable ledger;
    private String repaired;

    @BeforeAll
    void deploy() {
        stack = Deployed.withPrepared(
                network -> {
                    boundary(network, "CreatePolicy&PolicyName=boundary");
                    return List.of(
                            "PermissionsBoundaryArn=" + BOUNDARY,
                            "CodeSigningConfigArn=" + SIGNING,
                            "ReservedConcurrency=2");
                },
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION);
        ledger = LedgerTable.of(stack);
    }

    /// A policy for all that the roles may do but what it takes more to confirm the perimeter.
    private static void boundary(Deployed network, String action, String... more) {
        var actions = Stream.concat(SERVICES.stream(), Stream.of(more)).collect(Collectors.joining("\",\""));
        var document =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"%s\"],\"Resource\":\"*\"}]}"
                        .formatted(actions);
        var _ = network.aws.query(
                "iam", "Version=2010-05-08&Action=" + action + "&PolicyDocument=" + LocalStacks.encoded(document));
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    @Order(1)
    void whatTheBoundaryDoesNotLetThroughTheRolesCannotDo() {
        var id = stack.create(stack.service("s3"), VpcEndpointType.GATEWAY);

        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("AWS Organizations did not say", "not authorized"));
        assertThat(stack.isOpen(id)).isTrue();
        assertThat(stack.failedEvent()).contains("until the perimeter is confirmed", id);
    }

    @Test
    @Order(2)
    void underABoundaryThatHoldsAllThatIsListedItRepairs() {
        boundary(
                stack,
                "CreatePolicyVersion&SetAsDefault=true&PolicyArn=" + BOUNDARY,
                "organizations:DescribeOrganization");
        stack.startAnew();

        repaired = stack.create(stack.service("dynamodb"), VpcEndpointType.GATEWAY);

        var _ = stack.notice(repaired, "CHANGED");
        assertThat(stack.isOpen(repaired)).isFalse();
    }

    @Test
    @Order(2)
    void eachFunctionTakesOnlySignedPackagesAndHasItsReserve() {
        for (var function : Template.read().resources("AWS::Serverless::Function")) {
            assertThat(stack.aws.stacks().physicalId(function))
                    .satisfies(name -> assertThat(stack.aws.function("/2020-06-30", name, "code-signing-config"))
                            .contains(SIGNING))
                    .satisfies(name -> assertThat(stack.aws.function("/2019-09-30", name, "concurrency"))
                            .contains("\"ReservedConcurrentExecutions\": 2"));
        }
    }

    @Test
    @Order(3)
    void whatWasDoneIsListed() throws Exception {
        var audit = Launcher.ask(folder, stack.aws, "audit --table=" + ledger.name());

        assertThat(audit.err()).isEmpty();
        assertThat(audit.out().lines())
                .anySatisfy(line -> assertThat(line).contains(repaired, "CHANGED", "policy-full-access"));
        assertThat(Launcher.ask(folder, stack.aws, "plan-upgrade --region=" + Deployed.REGION))
                .satisfies(plan -> assertThat(plan.err()).isEmpty());
    }

    /// As the page says it, the table keeps its name, so that the stack needs no change.
    @Test
    @Order(4)
    void aTableIsRestoredUnderItsName() throws Exception {
        var dynamo = stack.aws.client(DynamoDbClient.builder());
        var name = ledger.name();
        var before = ledger.items(repaired);
        var waiter = dynamo.waiter();
        dynamo.restoreTableToPointInTime(request ->
                request.sourceTableName(name).targetTableName("restored").useLatestRestorableTime(true));
        var _ = waiter.waitUntilTableExists(request -> request.tableName("restored"));
        dynamo.createBackup(request -> request.tableName("restored").backupName("restored"));
        var backup = dynamo.listBackups(request -> request.tableName("restored"))
                .backupSummaries()
                .getFirst();
        assertThat(backup.backupStatus()).isEqualTo(BackupStatus.AVAILABLE);

        assertThatThrownBy(() -> dynamo.deleteTable(request -> request.tableName(name)))
                .hasMessageContaining("protection");
        dynamo.updateTable(request -> request.tableName(name).deletionProtectionEnabled(false));
        dynamo.deleteTable(request -> request.tableName(name));
        var _ = waiter.waitUntilTableNotExists(request -> request.tableName(name));
        assertThatThrownBy(() -> ledger.items(repaired)).isInstanceOf(ResourceNotFoundException.class);

        dynamo.restoreTableFromBackup(request -> request.targetTableName(name).backupArn(backup.backupArn()));
        var _ = waiter.waitUntilTableExists(request -> request.tableName(name));
        dynamo.updateTimeToLive(request -> request.tableName(name)
                .timeToLiveSpecification(TimeToLiveSpecification.builder()
                        .attributeName("expires")
                        .enabled(true)
                        .build()));
        dynamo.updateContinuousBackups(request ->
                request.tableName(name).pointInTimeRecoverySpecification(on -> on.pointInTimeRecoveryEnabled(true)));
        dynamo.updateTable(request -> request.tableName(name).deletionProtectionEnabled(true));

        assertThat(ledger.items(repaired)).isEqualTo(before);
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(repaired).resetPolicy(true));
        var _ = stack.notices(repaired, "CHANGED", 2);
        assertThat(stack.isOpen(repaired)).isFalse();
        assertThat(Launcher.ask(folder, stack.aws, "explain --table=" + ledger.name() + " --endpoint=" + repaired)
                        .out())
                .contains("CreateVpcEndpoint", "ModifyVpcEndpoint");
    }

    @Test
    @Order(5)
    void takenAwayItLeavesEveryEndpointAsItIsAndKeepsTableAndJournal() {
        var before = stack.ec2.describeVpcEndpoints().vpcEndpoints();
        var journal = stack.journal().size();
        var group = stack.aws.output("JournalGroup");
        var sweep = stack.aws.output("SweepFunctionName");

        stack.aws.stacks().delete("vpce-guard");

        assertThat(stack.ec2.describeVpcEndpoints().vpcEndpoints()).isEqualTo(before);
        assertThat(ledger.items(repaired)).isNotEmpty();
        assertThat(stack.journal(group)).hasSizeGreaterThanOrEqualTo(journal);
        assertThatThrownBy(() -> stack.aws.invoke(sweep, "{}")).hasMessageContaining("404");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(repaired).resetPolicy(true));
        Deployed.pause(Duration.ofSeconds(2));
        assertThat(stack.isOpen(repaired)).as("nobody tightens the next one").isTrue();
    }
}
