package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import vpceguard.event.Actor;
import vpceguard.event.Origin;
import vpceguard.flow.Ledger.Opening;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;
import vpceguard.policy.proof.Proof;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.RemediationRecord;

/// What each adapter must do on whatever speaks AWS's protocols.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
abstract class AdapterCases {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String OPEN =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    private static final String CLOSED =
            "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    private Ec2Client ec2;
    private DynamoLedger ledger;

    abstract <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder);

    @BeforeAll
    void prepare() {
        ec2 = client(Ec2Client.builder());
        var dynamo = client(DynamoDbClient.builder());
        dynamo.createTable(request -> request.tableName("ledger")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(text("pk"), text("sk")));
        ledger = new DynamoLedger(dynamo, "ledger", CLOCK);
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    @Test
    void anEndpointIsReadAsEc2ShowsIt() {
        var endpoints = new Ec2Endpoints(ec2, Patience.USUAL);
        var id = new EndpointId(s3Endpoint());

        var found = endpoints.find(id).orElseThrow();

        assertThat(found.type()).isEqualTo(EndpointType.GATEWAY);
        assertThat(found.state().name()).isEqualTo("available");
        assertThat(found.service().shortName()).isEqualTo("s3");
        assertThat(found.policy()).isPresent();
        assertThat(endpoints.all()).extracting(Endpoint::id).contains(id);
    }

    @Test
    void anEndpointThatIsNotThereIsAnAnswerAfterSomePatience() {
        var endpoints = new Ec2Endpoints(ec2, new Patience(List.of(Duration.ofMillis(1), Duration.ofMillis(1))));

        assertThat(endpoints.find(new EndpointId("vpce-00000000000000000"))).isEmpty();
    }

    @Test
    void aRecordIsOpenedOnceAndClosedOnce() {
        var record = record("vpce-0000000000000000a", "cause-1");

        assertThat(ledger.open(record)).isInstanceOf(Opening.Opened.class);
        assertThat(ledger.open(record)).isEqualTo(new Opening.Unfinished(record));
        assertThat(ledger.unfinished(NOW.plusSeconds(1))).contains(record);
        assertThat(ledger.standing(record.endpoint().id()).open()).containsExactly("cause-1");

        ledger.close(record.closed(new Outcome.Changed(), NOW));

        assertThat(ledger.open(record)).isInstanceOf(Opening.Closed.class);
        assertThat(ledger.unfinished(NOW.plusSeconds(1))).doesNotContain(record);
        assertThat(ledger.standing(record.endpoint().id()).open()).isEmpty();
    }

    @Test
    void whatWeWroteNeverBecomesTheIntent() {
        var record = record("vpce-0000000000000000b", "cause-2");
        var _ = ledger.open(record);

        var standing = ledger.note(record.endpoint().withPolicy(Optional.of(CLOSED)), record.origin());

        assertThat(standing.intent()).hasValue(OPEN);
        assertThat(ledger.standing(record.endpoint().id()).intent()).hasValue(OPEN);
    }

    @Test
    void anothersPolicyBecomesTheIntent() {
        var record = record("vpce-0000000000000000c", "cause-3");

        assertThat(ledger.note(record.endpoint(), record.origin()).intent()).isEmpty();
        assertThat(ledger.standing(record.endpoint().id()).intent()).hasValue(OPEN);
    }

    @Test
    void aRecordOnAnEndpointThatShowsOurOwnPolicyKeepsTheIntent() {
        var id = "vpce-0000000000000000d";
        var _ = ledger.open(record(id, "cause-4"));
        var ours = record(id, "cause-5").endpoint().withPolicy(Optional.of(CLOSED));
        var second = new RemediationRecord(
                origin("cause-5"),
                ours,
                Mode.ENFORCE,
                "test",
                Severity.LOW,
                List.of(),
                List.of(),
                new Plan(Optional.empty(), Optional.empty(), List.of()),
                new Outcome.NotChanged(),
                NOW,
                Optional.of(NOW));

        assertThat(ledger.open(second)).isInstanceOf(Opening.Opened.class);
        assertThat(ledger.standing(new EndpointId(id)).intent()).hasValue(OPEN);
    }

    @Test
    void theJournalKeepsEntriesInOrder() {
        var logs = client(CloudWatchLogsClient.builder());
        logs.createLogGroup(request -> request.logGroupName("journal"));
        logs.createLogStream(request -> request.logGroupName("journal").logStreamName("journal"));
        var journal = new LogsJournal(logs, "journal", "journal", System.out, Clock.systemUTC());

        journal.append(List.of(
                Json.object().put("step", "one").build(),
                Json.object().put("step", "two").build()));

        assertThat(logs.getLogEvents(request -> request.logGroupName("journal")
                                .logStreamName("journal")
                                .startFromHead(true))
                        .events())
                .extracting(event -> event.message())
                .containsExactly("{\"step\":\"one\"}", "{\"step\":\"two\"}");
    }

    @Test
    void aTopicTakesANotice() {
        var sns = client(SnsClient.builder());
        var topic = sns.createTopic(request -> request.name("notices")).topicArn();
        var notice = vpceguard.notice.RecordNotice.of(record("vpce-0000000000000000e", "cause-6"), "ledger");

        new SnsNotices(sns, topic).publish(notice);

        assertThat(notice.subject()).startsWith("[vpce-guard] NOT CHANGED, high: vpce-0000000000000000e (s3)");
    }

    private String s3Endpoint() {
        var vpc =
                ec2.createVpc(request -> request.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        return ec2.createVpcEndpoint(request -> request.vpcId(vpc).serviceName("com.amazonaws.us-east-1.s3"))
                .vpcEndpoint()
                .vpcEndpointId();
    }

    private static Origin origin(String cause) {
        var nobody = Optional.<String>empty();
        return new Origin(
                cause,
                nobody,
                nobody,
                "CreateVpcEndpoint",
                NOW,
                "111122223333",
                "us-east-1",
                new Actor(nobody, nobody, nobody, nobody, nobody, nobody, nobody));
    }

    private static RemediationRecord record(String id, String cause) {
        var endpoint = new Endpoint(
                new EndpointId(id),
                EndpointType.GATEWAY,
                new EndpointState("available"),
                "vpc-1",
                new ServiceName("com.amazonaws.us-east-1.s3"),
                Optional.empty(),
                Optional.of(OPEN),
                new NetworkSettings(new Attachments(Set.of(), Set.of(), Set.of("rtb-1"))),
                Optional.of(false),
                Map.of("Name", "one"),
                Optional.of(NOW));
        return new RemediationRecord(
                origin(cause),
                endpoint,
                Mode.ENFORCE,
                "test",
                Severity.HIGH,
                List.of(),
                List.of(),
                new Plan(
                        Optional.of(new Tighten(
                                OPEN,
                                CLOSED,
                                new Proof(
                                        Proof.How.REPLACE,
                                        Proof.Basis.THEOREM,
                                        "a",
                                        "b",
                                        "c",
                                        0,
                                        List.of(),
                                        List.of()))),
                        Optional.empty(),
                        List.of()),
                new Outcome.Planned(),
                NOW,
                Optional.empty());
    }
}
