package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;

/// What each adapter must do on whatever speaks AWS's protocols.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
abstract class AdapterCases {

    private Ec2Client ec2;

    abstract <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder);

    @BeforeAll
    void prepare() {
        ec2 = client(Ec2Client.builder());
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
        var notice = vpceguard.notice.RecordNotice.of(
                vpceguard.flow.LedgerCases.record("vpce-0000000000000000e", "cause-6"), "ledger");

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
}
