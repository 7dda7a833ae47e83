package vpceguard.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTypeTest {
    @ParameterizedTest
    @CsvSource({
        "Gateway, true, false",
        "Interface, true, false",
        "GatewayLoadBalancer, false, true",
        "Resource, false, true",
        "ServiceNetwork, false, true",
        "NotThoughtOfYet, false, false"
    })
    void policiesAreKnownOfKnownKindsOnly(String name, boolean may, boolean never) {
        var type = new EndpointType(name);

        assertThat(type.mayCarryPolicy()).isEqualTo(may);
        assertThat(type.carriesNoPolicy()).isEqualTo(never);
    }
}
