package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Step;

class Ec2EndpointsTest {
    /// An EC2 that refuses all changes, and keeps what was asked.
    private static final class Refusing implements Ec2Client {
        final List<ModifyVpcEndpointRequest> asked = new ArrayList<>();

        @Override
        public ModifyVpcEndpointResponse modifyVpcEndpoint(ModifyVpcEndpointRequest request) {
            asked.add(request);
            throw Ec2Exception.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("InvalidParameter")
                            .errorMessage("no")
                            .build())
                    .build();
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
        var ec2 = new Refusing();
        var step = new Step(Optional.of("{}"), Attachments.NONE, new NetworkSettings(Attachments.NONE));

        assertThat(new Ec2Endpoints(ec2, new Patience(List.of())).modify(new EndpointId("vpce-00000001"), step))
                .isInstanceOf(Modification.Refused.class);

        assertThat(ec2.asked)
                .singleElement()
                .satisfies(request -> assertThat(
                                request.overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout))
                        .hasValueSatisfying(timeout -> assertThat(timeout).isLessThan(Duration.ofSeconds(30))));
    }
}
