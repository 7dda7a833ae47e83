package vpceguard.remediation;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.control.Assessment;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;

/// Each row of `docs/endpoint-kinds.md`, on an endpoint with the full-access policy and, beside an approved security
/// group and route table, one that nobody approved; the controls of both are at `remediate`.
///
/// The owner is `amazon`, with `/none` if the service supports no policies, or `?` if AWS does not show the service.
/// Of what is assessed the findings stand here, or why nothing was; of what is repaired the policy and the network.
class EndpointKindsTest {
    private static final String ROWS = """
            gateway, AWS service                                     | Gateway             | available         | com.amazonaws.us-east-1.s3                                               | amazon               | policy-full-access route-table-not-approved    | policy network
            interface, AWS service that was worked through           | Interface           | available         | com.amazonaws.us-east-1.kms                                              | amazon               | policy-full-access security-group-not-approved | policy network
            interface, AWS service that was not worked through       | Interface           | available         | com.amazonaws.us-east-1.athena                                           | amazon               | policy-full-access security-group-not-approved | network
            interface, FIPS name of a service                        | Interface           | available         | com.amazonaws.us-east-1.kms-fips                                         | amazon               | policy-full-access security-group-not-approved | policy network
            interface, service in another Region                     | Interface           | available         | com.amazonaws.eu-west-1.s3                                               | amazon               | policy-full-access security-group-not-approved | policy network
            interface, service without policy support                | Interface           | available         | com.amazonaws.us-east-1.acm                                              | amazon/none          | security-group-not-approved                    | network
            interface, service that AWS does not show to the account | Interface           | available         | com.amazonaws.us-east-1.gone                                             | ?                    | open                                           | network
            interface, endpoint service of another account           | Interface           | available         | com.amazonaws.vpce.us-east-1.vpce-svc-0a                                 | 999988887777/none    | service-owner-not-approved                     | network
            interface, endpoint service of a trusted account         | Interface           | available         | com.amazonaws.vpce.us-east-1.vpce-svc-0a                                 | 444455556666/none    | security-group-not-approved                    | network
            interface, endpoint service of a Marketplace partner     | Interface           | available         | com.amazonaws.vpce.us-east-1.vpce-svc-0a                                 | aws-marketplace/none | service-owner-not-approved                     | network
            Gateway Load Balancer                                    | GatewayLoadBalancer | available         | com.amazonaws.vpce.us-east-1.vpce-svc-0a                                 | 999988887777/none    | service-owner-not-approved                     | -
            Resource                                                 | Resource            | available         | arn:aws:vpc-lattice:us-east-1:999988887777:resourceconfiguration/rcfg-0a | 999988887777/none    | service-owner-not-approved                     | -
            ServiceNetwork                                           | ServiceNetwork      | available         | arn:aws:vpc-lattice:us-east-1:999988887777:servicenetwork/sn-0a          | 999988887777/none    | service-owner-not-approved                     | -
            interface, managed by an AWS service                     | Interface           | available         | com.amazonaws.us-east-1.guardduty-data                                   | amazon               | RequesterManaged                               | -
            interface, with a tag of an AWS service, but not managed | Interface           | available         | com.amazonaws.us-east-1.kms                                              | amazon               | policy-full-access security-group-not-approved | policy network
            China                                                    | Interface           | available         | com.amazonaws.cn-north-1.kms                                             | amazon               | policy-full-access security-group-not-approved | policy network
            GovCloud                                                 | Interface           | available         | com.amazonaws.us-gov-west-1.kms                                          | amazon               | policy-full-access security-group-not-approved | policy network
            European Sovereign Cloud                                 | Interface           | available         | eu.amazonaws.eusc-de-east-1.kms                                          | amazon               | policy-full-access security-group-not-approved | policy network
            a kind that does not exist yet                           | Tunnel              | available         | com.amazonaws.us-east-1.kms                                              | amazon               | open                                           | -
            a state that does not exist yet                          | Interface           | paused            | com.amazonaws.us-east-1.kms                                              | amazon               | policy-full-access security-group-not-approved | policy network
            waiting for acceptance                                   | Interface           | pendingAcceptance | com.amazonaws.us-east-1.kms                                              | amazon               | policy-full-access security-group-not-approved | policy network
            deleted, rejected, failed, expired                       | Interface           | deleted           | com.amazonaws.us-east-1.kms                                              | amazon               | the endpoint is deleted                        | -
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = ROWS)
    void eachKindHasItsAnswer(
            String row, String type, String state, String service, String owner, String assessed, String repaired) {
        var endpoint = endpoint(
                new EndpointType(type),
                new EndpointState(state),
                new ServiceName(service),
                row.contains("managed by"),
                row.contains("with a tag") ? Map.of("GuardDutyManaged", "true") : Map.of());
        var subject = subject(endpoint, service(owner));
        var assessment = Assessment.of(subject);
        var plan = Planner.plan(subject, assessment, new Touched.Everything());

        assertThat(told(assessment)).contains(assessed.split(" (?=[a-z]+-)"));
        var written = new TreeSet<String>();
        plan.tighten().ifPresent(_ -> written.add("policy"));
        plan.revert().ifPresent(_ -> written.add("network"));
        assertThat(written.isEmpty() ? "-" : String.join(" ", new TreeSet<>(written).descendingSet()))
                .isEqualTo(repaired);
    }

    @Test
    void aCeilingIsThatOfTheServicesRegionAndPartition() {
        var china = endpoint("com.amazonaws.cn-north-1.s3");
        var abroad = endpoint("com.amazonaws.eu-west-1.s3");

        assertThat(subject(china, service("amazon")).ceiling().policy().text())
                .contains("arn:aws-cn:s3:::amazon-ssm-cn-north-1/*")
                .doesNotContain("arn:aws:");
        assertThat(subject(abroad, service("amazon")).ceiling().policy().text())
                .contains("arn:aws:s3:::amazon-ssm-eu-west-1/*")
                .doesNotContain("us-east-1");
    }

    @Test
    void whatIsNeverTouchedIsSaid() {
        var tunnel = endpoint(
                new EndpointType("Tunnel"),
                new EndpointState("available"),
                new ServiceName("com.amazonaws.us-east-1.kms"),
                false,
                Map.of());
        var subject = subject(tunnel, service("amazon"));

        assertThat(Planner.plan(subject, Assessment.of(subject), new Touched.Everything())
                        .restraints())
                .extracting(Restraint::kind)
                .contains(Restraint.Kind.NOT_UNDERSTOOD, Restraint.Kind.KIND_NEVER_CHANGED);
    }

    @Test
    void theTableForReadersHasTheSameRows() throws IOException {
        var table = Files.readAllLines(Path.of("docs", "endpoint-kinds.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| endpoint |"))
                .map(line -> line.substring(2, line.indexOf(" | "))
                        .replace("[worked through](ceilings.md)", "worked through")
                        .replaceFirst(" \\(.*", ""))
                .collect(toSet());

        assertThat(ROWS.lines().map(row -> row.substring(0, row.indexOf('|')).strip()))
                .containsExactlyInAnyOrderElementsOf(table);
    }

    private static Set<String> told(Assessment assessment) {
        var told = new TreeSet<String>();
        assessment.findings().forEach(finding -> told.add(finding.controlId()));
        assessment
                .leftAlone()
                .ifPresent(reason -> told.add(reason.contains("RequesterManaged") ? "RequesterManaged" : reason));
        if (!assessment.open().isEmpty()) {
            told.add("open");
        }
        return told;
    }

    private static ServiceDetail service(String owner) {
        return owner.equals("?")
                ? new ServiceDetail.Unknown("AWS does not show the service to this account")
                : new ServiceDetail.Known(owner.replace("/none", ""), !owner.endsWith("/none"), true);
    }

    private static Subject subject(Endpoint endpoint, ServiceDetail service) {
        var name = endpoint.service();
        var perimeter = perimeter(name.partition());
        return Subject.of(
                endpoint,
                "111122223333",
                service,
                perimeter,
                Ceiling.of(perimeter, name, name.region().orElse("us-east-1"), perimeter.writtenClauses()),
                Optional.empty());
    }

    private static Perimeter perimeter(String partition) {
        return Documents.perimeter(Policies.parsed("""
                                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333', '444455556666'],
                                 'network': {'securityGroups': ['sg-0aaaaaaaaaaaaaaa1'],
                                             'routeTables': ['rtb-0aaaaaaaaaaaaaaa1']}}"""), partition)
                .with("security-group-not-approved", Level.REMEDIATE)
                .with("route-table-not-approved", Level.REMEDIATE);
    }

    private static Endpoint endpoint(String service) {
        return endpoint(
                EndpointType.INTERFACE, new EndpointState("available"), new ServiceName(service), false, Map.of());
    }

    private static Endpoint endpoint(
            EndpointType type, EndpointState state, ServiceName service, boolean managed, Map<String, String> tags) {
        var gateway = type.equals(EndpointType.GATEWAY);
        return new Endpoint(
                new EndpointId("vpce-0123456789abcdef0"),
                type,
                state,
                "vpc-0123456789abcdef0",
                service,
                service.region(),
                Optional.of(Policies.FULL_ACCESS),
                new NetworkSettings(new Attachments(
                        gateway ? Set.of() : Set.of("sg-0aaaaaaaaaaaaaaa1", "sg-0bbbbbbbbbbbbbbb2"),
                        Set.of("subnet-0aaaaaaaaaaaaaaa1"),
                        gateway ? Set.of("rtb-0aaaaaaaaaaaaaaa1", "rtb-0bbbbbbbbbbbbbbb2") : Set.of())),
                managed ? Optional.of(true) : Optional.empty(),
                tags,
                Optional.empty());
    }
}
