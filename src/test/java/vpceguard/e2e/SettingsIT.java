package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.SubnetConfiguration;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.cli.Launcher;
import vpceguard.json.Json;

/// Each setting that ModifyVpcEndpoint can change, put back on the deployed stack; and quarantine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
@SuppressWarnings("NullAway.Init") // set before all
class SettingsIT {
    private static final String DOCUMENT = "/perimeters/settings.json";
    private static final String EVERYONE = "0.0.0.0/0";

    private Deployed stack;
    private String secondGroup;
    private String openGroup;
    private String secondSubnet;
    private String strangeSubnet;
    private String firstTable;
    private String secondTable;
    private String strangeTable;

    @BeforeAll
    void deploy() {
        stack = Deployed.withDocument(
                this::prepare,
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + DOCUMENT);
    }

    @AfterAll
    void end() {
        stack.close();
    }

    private void prepare(Deployed network) {
        secondGroup = network.group("second");
        openGroup = network.group("open");
        network.ec2.authorizeSecurityGroupIngress(request -> request.groupId(openGroup)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("-1")
                        .ipRanges(IpRange.builder().cidrIp(EVERYONE).build())
                        .build()));
        secondSubnet = subnet(network, "10.0.2.0/24");
        strangeSubnet = subnet(network, "10.0.3.0/24");
        firstTable = table(network);
        secondTable = table(network);
        strangeTable = table(network);
        network.aws.put("/perimeters", "");
        network.aws.put(DOCUMENT, """
                {"organizations": ["%s"],
                 "network": {"regions": ["us-east-1"], "securityGroups": [%s], "subnets": [%s], "routeTables": [%s]},
                 "controls": {"policy-beyond-trusted-resources": "off", "security-group-not-approved": "remediate", "security-group-open": "remediate",
                   "subnet-not-approved": "remediate", "route-table-not-approved": "remediate",
                   "network-settings-changed": "remediate", "service-not-approved": "quarantine",
                   "service-owner-not-approved": "quarantine"},
                 "budgets": {"networkPerAccountPerHour": 100, "networkPerEndpointPerDay": 10}}
                """.formatted(
                        Deployed.ORGANIZATION,
                        quoted(network.approvedGroup, secondGroup, openGroup),
                        quoted(network.subnet, secondSubnet),
                        quoted(firstTable, secondTable)));
    }

    private static String subnet(Deployed network, String cidr) {
        return network.ec2
                .createSubnet(request -> request.vpcId(network.vpc).cidrBlock(cidr))
                .subnet()
                .subnetId();
    }

    private static String table(Deployed network) {
        return network.ec2
                .createRouteTable(request -> request.vpcId(network.vpc))
                .routeTable()
                .routeTableId();
    }

    private static String quoted(String... ids) {
        return Stream.of(ids).map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
    }

    @Test
    void anAddedGroup() {
        var id = settled("kms");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSecurityGroupIds(stack.strangeGroup));
        putBack(id, endpoint -> !groups(endpoint).contains(stack.strangeGroup), "remove security group");
    }

    @Test
    void anAddedGroupThatIsOpen() {
        var id = settled("sns");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSecurityGroupIds(openGroup));
        putBack(id, endpoint -> !groups(endpoint).contains(openGroup), "remove security group " + openGroup);
    }

    @Test
    void aRemovedGroup() {
        var id = settled("ec2");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).removeSecurityGroupIds(secondGroup));
        putBack(id, endpoint -> groups(endpoint).contains(secondGroup), "put back security group");
    }

    @Test
    void anAddedSubnet() {
        var id = settled("logs");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addSubnetIds(strangeSubnet));
        putBack(id, endpoint -> !endpoint.subnetIds().contains(strangeSubnet), "remove subnet");
    }

    @Test
    void aRemovedSubnet() {
        var id = settled("ssm");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).removeSubnetIds(secondSubnet));
        putBack(id, endpoint -> endpoint.subnetIds().contains(secondSubnet), "put back subnet");
    }

    @Test
    void anotherSubnetInPlaceOfOne() {
        var id = settled("ec2messages");
        stack.ec2.modifyVpcEndpoint(request ->
                request.vpcEndpointId(id).removeSubnetIds(secondSubnet).addSubnetIds(strangeSubnet));
        putBack(
                id,
                endpoint -> endpoint.subnetIds().contains(secondSubnet)
                        && !endpoint.subnetIds().contains(strangeSubnet),
                "put back subnet");
    }

    @Test
    void anAddedRouteTable() {
        var id = gateway("s3");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).addRouteTableIds(strangeTable));
        putBack(id, endpoint -> !endpoint.routeTableIds().contains(strangeTable), "remove route table");
    }

    @Test
    void aRemovedRouteTable() {
        var id = gateway("dynamodb");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).removeRouteTableIds(secondTable));
        putBack(id, endpoint -> endpoint.routeTableIds().contains(secondTable), "put back route table");
    }

    @Test
    void privateDns() {
        var id = settled("kinesis-streams");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).privateDnsEnabled(false));
        putBack(id, VpcEndpoint::privateDnsEnabled, "private DNS on again");
    }

    @Test
    void addressTypeAndDnsOptions() {
        var id = settled("elasticloadbalancing");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id)
                .ipAddressType("dualstack")
                .dnsOptions(options -> options.dnsRecordIpType("dualstack")));
        putBack(
                id,
                endpoint -> "ipv4".equals(endpoint.ipAddressTypeAsString())
                        && "ipv4".equals(endpoint.dnsOptions().dnsRecordIpTypeAsString()),
                "address type ipv4 again");
    }

    @Test
    void addressesInASubnetAreOnlyTold() {
        var id = settled("servicecatalog");
        stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id)
                .subnetConfigurations(SubnetConfiguration.builder()
                        .subnetId(stack.subnet)
                        .ipv4("10.0.1.77")
                        .build()));

        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be put back"));
    }

    @Test
    void anEndpointToAnotherRegionIsQuarantinedUntilSomebodyUndoesIt(@TempDir Path folder) throws Exception {
        var id = stack.ec2
                .createVpcEndpoint(request -> request.vpcId(stack.vpc)
                        .serviceName("com.amazonaws.us-west-2.kms")
                        .serviceRegion("us-west-2")
                        .vpcEndpointType(VpcEndpointType.INTERFACE)
                        .subnetIds(stack.subnet)
                        .securityGroupIds(stack.approvedGroup))
                .vpcEndpoint()
                .vpcEndpointId();

        var notice = stack.notice(id, "CHANGED");

        assertThat(stack.endpoint(id).policyDocument()).contains("Deny").doesNotContain("Allow");
        assertThat(notice.textAt("quarantine", "before"))
                .hasValueSatisfying(before -> assertThat(before).contains("Allow"));

        var record = id + "/" + notice.textAt("record", "cause").orElseThrow();
        var undone = Launcher.ask(folder, stack.aws, "undo --stack=vpce-guard --reason='it is ours' '" + record + "'");
        assertThat(undone.out()).as(undone.err()).startsWith("CHANGED\nrecord undo-");
        assertThat(stack.endpoint(id).policyDocument()).contains("Allow").doesNotContain("Deny");
        assertThat(stack.notices(id, "CHANGED", 2).getLast().textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("it is ours"));
    }

    @Test
    void whatTakesNoPolicyIsToldInsteadOfQuarantined() {
        var id = stack.create(
                "com.amazonaws.vpce." + Deployed.REGION + ".vpce-svc-0a1b2c3d4e5f60718", VpcEndpointType.INTERFACE);

        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("takes no policy; delete it"));
    }

    /// An interface endpoint whose policy was repaired and whose settings are the baseline.
    private String settled(String service) {
        var id = stack.ec2
                .createVpcEndpoint(request -> request.vpcId(stack.vpc)
                        .serviceName("com.amazonaws." + Deployed.REGION + "." + service)
                        .vpcEndpointType(VpcEndpointType.INTERFACE)
                        .privateDnsEnabled(true)
                        .subnetIds(stack.subnet, secondSubnet)
                        .securityGroupIds(stack.approvedGroup, secondGroup))
                .vpcEndpoint()
                .vpcEndpointId();
        var _ = stack.notice(id, "CHANGED");
        return LedgerTable.of(stack).withBaseline(id);
    }

    private String gateway(String service) {
        var id = stack.ec2
                .createVpcEndpoint(request -> request.vpcId(stack.vpc)
                        .serviceName("com.amazonaws." + Deployed.REGION + "." + service)
                        .vpcEndpointType(VpcEndpointType.GATEWAY)
                        .routeTableIds(firstTable, secondTable))
                .vpcEndpoint()
                .vpcEndpointId();
        var _ = stack.notice(id, "CHANGED");
        return LedgerTable.of(stack).withBaseline(id);
    }

    private void putBack(String id, Predicate<VpcEndpoint> expected, String told) {
        var _ = stack.await(id, expected);
        var notice = Deployed.await(
                "what was taken back on " + id,
                () -> stack.allNotices().stream()
                        .filter(one -> one.textAt("endpoint", "id").equals(Optional.of(id)))
                        .filter(one -> one.at("revert").isPresent())
                        .filter(one -> one.textAt("text")
                                .filter(text -> text.contains(told))
                                .isPresent())
                        .findFirst());
        assertThat(notice.textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("CHANGED"));
        assertThat(notice.at("revert")).containsInstanceOf(Json.Obj.class);
    }

    private static List<String> groups(VpcEndpoint endpoint) {
        return endpoint.groups().stream().map(SecurityGroupIdentifier::groupId).toList();
    }
}
