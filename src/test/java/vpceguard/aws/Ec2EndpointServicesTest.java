package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;

/// What can be said without a call: EC2 here answers none.
class Ec2EndpointServicesTest {
    private static final String ARN = "arn:aws:vpc-lattice:us-east-1:444455556666:servicenetwork/sn-0123456789abcdef0";

    @Test
    void theOwnerOfAServiceNetworkStandsInItsArn() {
        assertThat(services().of(endpoint(ARN))).isEqualTo(new ServiceDetail.Known("444455556666", false, false));
    }

    @Test
    void anArnWithoutAnAccountSaysNothing() {
        assertThat(services().of(endpoint("arn:aws:vpc-lattice:us-east-1::servicenetwork/sn-0a")))
                .isEqualTo(new ServiceDetail.Unknown("endpoints of type ServiceNetwork have no endpoint service"));
    }

    @Test
    void gatewayEndpointsAreAmazonsAndTakePolicies() {
        for (var name : List.of("s3", "s3express", "dynamodb")) {
            assertThat(services().of(endpoint("Gateway", "com.amazonaws.eu-west-1." + name)))
                    .isEqualTo(new ServiceDetail.Known("amazon", true, false));
        }
    }

    @Test
    void whatElseAGatewayMayLeadToAndInterfacesAreAskedFor() {
        for (var asked : List.of(
                endpoint("Gateway", "com.amazonaws.eu-west-1.another"),
                endpoint("Interface", "com.amazonaws.eu-west-1.s3"))) {
            assertThatThrownBy(() -> services().of(asked)).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static Ec2EndpointServices services() {
        return new Ec2EndpointServices(new NoEc2(), Clock.systemUTC());
    }

    private static Endpoint endpoint(String arn) {
        return endpoint("ServiceNetwork", arn);
    }

    private static Endpoint endpoint(String type, String service) {
        return new Endpoint(
                new EndpointId("vpce-0123456789abcdef0"),
                new EndpointType(type),
                new EndpointState("available"),
                "vpc-0123456789abcdef0",
                new ServiceName(service),
                Optional.empty(),
                Optional.empty(),
                new NetworkSettings(Attachments.NONE),
                Optional.of(false),
                Map.of(),
                Optional.empty());
    }

    private static final class NoEc2 implements Ec2Client {
        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}
    }
}
