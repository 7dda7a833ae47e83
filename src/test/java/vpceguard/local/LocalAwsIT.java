package vpceguard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.KmsDisabledException;
import vpceguard.json.Json;

/// The control surface, as the AWS SDK and these tests see it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalAwsIT {
    private final LocalAws aws = LocalAws.start();
    private final Ec2Client ec2 = aws.client(
            Ec2Client.builder().overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD)));

    @AfterAll
    void end() {
        aws.close();
    }

    @Test
    void theSdkTriesAThrottledCallAgain() {
        aws.addFaults("""
                [{"service": "ec2", "action": "DescribeVpcs", "nth": [1, 2],
                  "error": {"code": "RequestLimitExceeded", "status": 503}}]""");

        assertThat(ec2.describeVpcs().vpcs()).isNotEmpty();

        assertThat(aws.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.at("matched")).hasValue(new Json.Num("3")));
        aws.clearFaults();
    }

    @Test
    void theSdkReadsWhyATransactionWasCancelled() {
        var dynamo = aws.client(DynamoDbClient.builder());
        aws.addFaults("""
                [{"action": "TransactWriteItems", "error": {"code": "TransactionCanceledException", "members": {
                  "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]}}}]""");

        var put = TransactWriteItem.builder()
                .put(item -> item.tableName("t").item(Map.of("pk", AttributeValue.fromS("a"))))
                .build();
        var cancelled = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> dynamo.transactWriteItems(request -> request.transactItems(put)));

        assertThat(cancelled.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "TransactionConflict");
        aws.clearFaults();
    }

    @Test
    void theSdkKnowsTheErrorsOfQueriesToo() {
        var sns = aws.client(SnsClient.builder());
        aws.addFaults("[{\"service\": \"sns\", \"error\": {\"code\": \"KMSDisabled\"}}]");

        assertThat(catchThrowableOfType(KmsDisabledException.class, sns::listTopics))
                .isNotNull();
        aws.clearFaults();
    }

    @Test
    void aCutConnectionIsNoAnswer() {
        aws.addFaults("[{\"service\": \"ec2\", \"cut\": true}]");

        assertThat(catchThrowableOfType(SdkClientException.class, ec2::describeVpcs))
                .isNotNull();
        aws.clearFaults();
    }

    @Test
    void throttledCallsAreRefused() {
        aws.addThrottles("[{\"action\": \"DescribeSubnets\", \"bucket\": 0, \"refill\": 0}]");

        var refused = catchThrowableOfType(AwsServiceException.class, ec2::describeSubnets);

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
        aws.clearThrottles();
    }

    @Test
    void plantedEndpointsAreDescribedPageByPage() {
        var one = "{\"VpcEndpointType\": \"Interface\", \"ServiceName\": \"com.amazonaws.us-east-1.kms\"}";

        var ids = aws.plant(IntStream.range(0, 1000).mapToObj(_ -> one).collect(Collectors.joining(",", "[", "]")));

        var pages = ec2.describeVpcEndpointsPaginator(request -> request.maxResults(400));
        assertThat(pages.vpcEndpoints()).hasSize(1000).allMatch(found -> ids.contains(found.vpcEndpointId()));
    }

    @Test
    void eventsBefallWhatIsSaid() {
        aws.befall("{\"drop\": 1}");
        var _ = ec2.deleteVpcEndpoints(request -> request.vpcEndpointIds("vpce-0"));

        assertThat(aws.befallen()).singleElement().satisfies(event -> {
            assertThat(event.textAt("eventName")).hasValue("DeleteVpcEndpoints");
            assertThat(event.at("delays")).hasValue(new Json.Arr(List.of()));
        });
        aws.befall("{}");
    }

    @Test
    void aDelayedMessageComesInItsScaledTime() {
        var queue = aws.call(
                        "sqs",
                        "AmazonSQS.CreateQueue",
                        Json.object().put("QueueName", "later").build())
                .textAt("QueueUrl")
                .orElseThrow();
        aws.delayFactor(0.001);
        var _ = aws.call(
                "sqs",
                "AmazonSQS.SendMessage",
                Json.object()
                        .put("QueueUrl", queue)
                        .put("MessageBody", "m")
                        .put("DelaySeconds", 900)
                        .build());
        var received = aws.call(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                Json.object().put("QueueUrl", queue).put("WaitTimeSeconds", 20).build());

        assertThat(received.at("Messages")).isPresent();
        aws.delayFactor(1);
    }

    @Test
    void aScheduledRuleIsFired() {
        var _ = aws.call(
                "events",
                "AWSEvents.PutRule",
                Json.object()
                        .put("Name", "nightly")
                        .put("ScheduleExpression", "rate(1 day)")
                        .build());

        aws.fire("night*");

        assertThat(catchThrowableOfType(IllegalStateException.class, () -> aws.fire("nothing")))
                .hasMessageContaining("no enabled rule with a schedule");
    }

    @Test
    void aTestSeesWhatIsWhateverFunctionsSee() {
        aws.consistency("{\"staleLooks\": 100}");
        var id =
                aws.plant("[{\"ServiceName\": \"com.amazonaws.us-east-1.s3\"}]").getFirst();
        var _ = ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).privateDnsEnabled(false));

        assertThat(ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(id))
                        .vpcEndpoints()
                        .getFirst()
                        .privateDnsEnabled())
                .isFalse();
        assertThat(aws.calls().getLast().textAt("function")).isEqualTo(Optional.empty());
        aws.consistency("{}");
    }
}
