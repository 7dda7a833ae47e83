package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vpceguard.model.Vpc;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;

/// What the sweep tells of VPCs; the cases have what is missing.
class EndpointMissingTest {
    private static final String ON = "'controls': {'endpoint-missing': 'notify'}";

    @Test
    void itIsOffUntilSomebodySwitchesItOn() {
        assertThat(in("'exemptions': []")).isEmpty();
        assertThat(in("'controls': {'*': 'remediate', 'endpoint-missing': 'off'}"))
                .isEmpty();
        assertThat(in(ON)).hasSize(4);
    }

    @Test
    void anExemptionIsByVpcAndService() {
        assertThat(in(ON + "," + exempt("'vpc': 'vpc-0000000a'")))
                .extracting(finding -> finding.exempt().isPresent())
                .containsExactly(true, true, false, false);
        assertThat(in(ON + "," + exempt("'vpc': 'vpc-0000000b', 'service': 's3'")))
                .extracting(finding -> finding.exempt().isPresent())
                .containsExactly(false, false, false, true);
        assertThat(in(ON + "," + exempt("'account': '444455556666'")))
                .noneMatch(finding -> finding.exempt().isPresent());
    }

    @Test
    void anExemptEndpointIsNoExemptVpc() {
        assertThat(in(ON + "," + exempt("'endpoint': 'vpce-0000000a'")))
                .hasSize(4)
                .noneMatch(finding -> finding.exempt().isPresent());
    }

    private static String exempt(String match) {
        return ("'exemptions': [{'match': {%s}, 'controls': ['endpoint-missing'], 'reason': 'r', 'owner': 'o',"
                        + " 'until': '2999-12-31'}]")
                .formatted(match);
    }

    private static List<Finding> in(String members) {
        var perimeter = Documents.perimeter(
                Policies.parsed("{'organizations': ['o-a1b2c3d4e5'], 'required': {'services': ['s3', 'kms']}, "
                        + members + "}"),
                "aws");
        return EndpointMissing.in(Stream.of("vpc-0000000a", "vpc-0000000b")
                .map(id -> new Vpc(id, Case.ACCOUNT, Set.of("10.0.0.0/16")))
                .map(vpc -> new VpcSubject(vpc, Case.ACCOUNT, "us-east-1", List.of(), perimeter)));
    }
}
