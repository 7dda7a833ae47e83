package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Refusal;
import vpceguard.remediation.Step;

class Ec2EndpointsTest {
    private static final EndpointId ID = new EndpointId("vpce-00000001");
    private static final Step STEP =
            new Step(Optional.of("{}"), Attachments.NONE, new NetworkSettings(Attachments.NONE));

    /// An EC2 that answers all with an error, and keeps what was asked.
    private static final class Refusing implements Ec2Client {
        final List<ModifyVpcEndpointRequest> asked = new ArrayList<>();
        private final AwsErrorDetails error;

        Refusing(AwsErrorDetails error) {
            this.error = error;
        }

        @Override
        public ModifyVpcEndpointResponse modifyVpcEndpoint(ModifyVpcEndpointRequest request) {
            asked.add(request);
            throw refusal();
        }

        @Override
        public DescribeVpcEndpointsResponse describeVpcEndpoints(DescribeVpcEndpointsRequest request) {
            throw refusal();
        }

        private AwsServiceException refusal() {
            return Ec2Exception.builder().statusCode(400).awsErrorDetails(error).build();
        }

        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}
    }

    /// The sweep's client, which asks for minutes, would else write after the lease is over.
    @Test
    void aChangeIsNotTriedForLongerThanIsSparedForIt() {
        var ec2 = new Refusing(AwsErrorDetails.builder()
                .errorCode("InvalidParameter")
                .errorMessage("no")
                .build());

        assertThat(endpoints(ec2).modify(ID, STEP)).isEqualTo(new Modification.Refused("InvalidParameter: \"no\""));

        assertThat(ec2.asked)
                .singleElement()
                .satisfies(request -> assertThat(
                                request.overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout))
                        .hasValueSatisfying(timeout -> assertThat(timeout).isLessThan(Duration.ofSeconds(30))));
    }

    /// What EC2 encodes differs each time, so that its beginning must be found.
    @Test
    void aRefusalIsKeptWhole() {
        var why = "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/"
                + "vpce-guard-sweep-us-east-1/sweep is not authorized to perform: ec2:ModifyVpcEndpoint on resource: "
                + "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-00000001 with an explicit deny in a service"
                + " control policy.";
        var refused = Stream.of("abc", "abcdef")
                .map(encoded -> endpoints(new Refusing(AwsErrorDetails.builder()
                                .errorCode("UnauthorizedOperation")
                                .errorMessage(why + " Encoded authorization failure message: " + encoded)
                                .build()))
                        .modify(ID, STEP))
                .map(answer -> new Outcome.Refused(((Modification.Refused) answer).reason()))
                .toList();

        assertThat(refused.getFirst().reason()).contains(why);
        assertThat(Refusal.of(refused.getFirst(), Instant.EPOCH).isLike(Refusal.of(refused.getLast(), Instant.MAX)))
                .isTrue();
    }

    /// As a proxy's answer, of which nobody knows whether EC2 saw the request.
    @Test
    void anErrorWithoutACodeIsNoAnswerOfEc2() {
        var endpoints = endpoints(new Refusing(AwsErrorDetails.builder().build()));

        assertThatThrownBy(() -> endpoints.find(ID)).isInstanceOf(Ec2Exception.class);
        assertThatThrownBy(() -> endpoints.modify(ID, STEP)).isInstanceOf(Ec2Exception.class);
    }

    private static Ec2Endpoints endpoints(Ec2Client ec2) {
        return new Ec2Endpoints(ec2, new Patience(List.of()));
    }
}
