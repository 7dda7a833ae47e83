package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.control.Control;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.perimeter.Mode;

/// Every control, violated on the deployed stack in both modes.
@SuppressWarnings("NullAway.Init") // set while the stack is deployed
class ControlsIT {
    private static final String DOCUMENT = "/perimeters/controls.json";
    private static final Duration SLOW = Duration.ofMinutes(1);
    private static final String FULL_ACCESS =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    private static final String CALLERS = "\"aws:PrincipalOrgID\":\"" + Deployed.ORGANIZATION + "\"";
    private static final String OWNERS = "\"aws:ResourceOrgID\":\"" + Deployed.ORGANIZATION + "\"";
    /// No control finds anything in it, but for the statements of DynamoDB.
    private static final String TRUSTED = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{" + CALLERS
            + ","
            + OWNERS + "}}}]}";

    /// What becomes of a violation.
    private enum Follows {
        /// It is told and put right, or in `observe` would be.
        REPAIR,
        /// It is told at once.
        NOTICE,
        /// The sweep tells it.
        SWEEP;

        String result(Mode mode) {
            return switch (this) {
                case REPAIR -> mode == Mode.ENFORCE ? "CHANGED" : "WOULD_CHANGE";
                case NOTICE -> "NOT_CHANGED";
                case SWEEP -> "SWEPT";
            };
        }
    }

    /// @param violation makes what the control finds, and returns the id of the endpoint or VPC
    private record Case(String control, Follows follows, Supplier<String> violation) {}

    private Deployed stack;
    private String secondGroup;
    private String openGroup;
    private String secondSubnet;
    private String strangeSubnet;
    private String strangeTable;
    /// Approved ones: a route table takes one gateway endpoint of a service.
    private List<String> tables;

    /// In the order in which the controls are told.
    private List<Case> cases() {
        return List.of(
                repaired("policy-full-access", () -> gateway("s3", FULL_ACCESS, tables.get(0))),
                repaired("policy-reset", () -> modified("logs", with -> with.resetPolicy(true))),
                repaired(
                        "policy-beyond-trusted-identities", () -> connected("kms", TRUSTED.replace(CALLERS + ",", ""))),
                repaired("policy-beyond-trusted-resources", () -> connected("sns", TRUSTED.replace("," + OWNERS, ""))),
                repaired("policy-beyond-service-statements", () -> gateway("dynamodb", TRUSTED, tables.get(0))),
                swept("policy-unreadable", this::unreadable),
                told(
                        "policy-condition-without-effect",
                        () -> connected(
                                "sqs", TRUSTED.replace(CALLERS, "\"aws:SourceVpc\":\"" + stack.vpc + "\"," + CALLERS))),
                told(
                        "policy-negated-allow",
                        () -> connected(
                                "ec2", TRUSTED.replace("\"Action\":\"*\"", "\"NotAction\":\"ec2:StopInstances\""))),
                told("policy-orphaned-principal", () -> connected("events", principal("AROAIIEXAMPLEIDABCDEF"))),
                told(
                        "policy-root-only-principal",
                        () -> gateway("s3", principal("arn:aws:iam::" + Deployed.ACCOUNT + ":root"), tables.get(1))),
                told("policy-locks-everyone-out", () -> connected("lambda", TRUSTED.replace("\"Allow\"", "\"Deny\""))),
                told(
                        "policy-near-size-limit",
                        () -> connected(
                                "monitoring",
                                TRUSTED.replace("\"Version\"", "\"Id\":\"" + "x".repeat(18_500) + "\",\"Version\""))),
                told("policy-widened", this::widened),
                told("service-not-approved", () -> service("vpce-svc-0123456789abcdef0")),
                told("service-owner-not-approved", () -> service("vpce-svc-0a1b2c3d4e5f60718")),
                repaired(
                        "security-group-not-approved",
                        () -> modified("ssm", with -> with.addSecurityGroupIds(stack.strangeGroup))),
                repaired(
                        "security-group-open",
                        () -> modified("ssmmessages", with -> with.addSecurityGroupIds(openGroup))),
                repaired(
                        "subnet-not-approved", () -> modified("ec2messages", with -> with.addSubnetIds(strangeSubnet))),
                repaired(
                        "route-table-not-approved",
                        () -> modify(
                                gateway("s3", TRUSTED, tables.get(2)), with -> with.addRouteTableIds(strangeTable))),
                swept("private-dns-disabled", () -> connected("sts", TRUSTED, with -> with.privateDnsEnabled(false))),
                swept("no-route-table", () -> gateway("s3", TRUSTED)),
                swept(
                        "single-availability-zone",
                        () -> connected("secretsmanager", TRUSTED, with -> with.subnetIds(stack.subnet))),
                repaired(
                        "network-settings-changed",
                        () -> modify(
                                LedgerTable.of(stack).withBaseline(connected("kinesis-streams", TRUSTED)),
                                with -> with.removeSecurityGroupIds(secondGroup))),
                told("required-tags-missing", () -> connected("ecr.api", TRUSTED)),
                told("actor-not-approved", () -> connected("ecr.dkr", TRUSTED)),
                swept("endpoint-missing", () -> vpc("10.1.0.0/16")));
    }

    private static Case repaired(String control, Supplier<String> violation) {
        return new Case(control, Follows.REPAIR, violation);
    }

    private static Case told(String control, Supplier<String> violation) {
        return new Case(control, Follows.NOTICE, violation);
    }

    private static Case swept(String control, Supplier<String> violation) {
        return new Case(control, Follows.SWEEP, violation);
    }

    @Test
    void eachControlHasItsCase() {
        assertThat(cases())
                .extracting(Case::control)
                .containsExactlyElementsOf(
                        Controls.ALL.stream().map(Control::id).toList());
    }

    @ParameterizedTest
    @EnumSource
    void eachIsToldAndNoMoreIsChangedThanLevelAndModeAllow(Mode mode) {
        try (var deployed = Deployed.withDocument(
                this::prepare,
                "Mode=" + mode.name().toLowerCase(Locale.ROOT),
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + DOCUMENT)) {
            var expected = new HashSet<Told>();
            var repaired = new HashSet<String>();
            for (var one : cases()) {
                var subject = one.violation().get();
                expected.add(new Told(subject, one.control(), one.follows().result(mode)));
                if (one.follows() == Follows.REPAIR && mode == Mode.ENFORCE) {
                    repaired.add(subject);
                }
            }
            var _ = deployed.aws.invoke(deployed.aws.output("SweepFunctionName"), "{}");

            var told = toldUntil(expected);
            assertThat(told).as(() -> steps(expected, told)).containsAll(expected);
            assertThat(changedByFunctions()).isEqualTo(repaired);
        }
    }

    private void prepare(Deployed network) {
        stack = network;
        secondGroup = network.group("second");
        openGroup = network.group("open");
        network.ec2.authorizeSecurityGroupIngress(request -> request.groupId(openGroup)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("-1")
                        .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                        .build()));
        secondSubnet = subnet("10.0.2.0/24");
        strangeSubnet = subnet("10.0.3.0/24");
        tables = IntStream.range(0, 3).mapToObj(_ -> table()).toList();
        strangeTable = table();
        network.aws.put("/perimeters", "");
        network.aws.put(DOCUMENT, """
                {"organizations": ["%s"],
                 "services": {"dynamodb": {"only": [{"Effect": "Allow", "Principal": "*", "Action": "dynamodb:*Item",
                   "Resource": "*"}]}},
                 "network": {"regions": ["us-east-1"], "securityGroups": %s, "subnets": %s, "routeTables": %s},
                 "notices": {"notifyOnly": "at-once"},
                 "required": {"services": ["sts"], "tags": ["CostCenter"], "actors": ["arn:aws:iam::*:role/pipeline"]},
                 "controls": {"*": "notify", %s}}
                """.formatted(
                        Deployed.ORGANIZATION,
                        list(network.approvedGroup, secondGroup, openGroup),
                        list(network.subnet, secondSubnet),
                        list(tables.toArray(String[]::new)),
                        cases().stream()
                                .filter(one -> one.follows() == Follows.REPAIR)
                                .map(one -> "\"" + one.control() + "\": \"remediate\"")
                                .collect(Collectors.joining(", "))));
    }

    private static String list(String... ids) {
        return JsonWriter.compact(Json.Arr.ofTexts(List.of(ids)));
    }

    private String vpc(String cidr) {
        return stack.ec2.createVpc(request -> request.cidrBlock(cidr)).vpc().vpcId();
    }

    private String subnet(String cidr) {
        return stack.ec2
                .createSubnet(request -> request.vpcId(stack.vpc).cidrBlock(cidr))
                .subnet()
                .subnetId();
    }

    private String table() {
        return stack.ec2
                .createRouteTable(request -> request.vpcId(stack.vpc))
                .routeTable()
                .routeTableId();
    }

    private static String principal(String principal) {
        return TRUSTED.replace("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"" + principal + "\"}");
    }

    private String gateway(String service, String policy, String... routeTables) {
        return create(
                "com.amazonaws." + Deployed.REGION + "." + service,
                with -> with.vpcEndpointType(VpcEndpointType.GATEWAY)
                        .policyDocument(policy)
                        .routeTableIds(routeTables));
    }

    private String connected(String service, String policy) {
        return connected(service, policy, _ -> {});
    }

    private String connected(String service, String policy, Consumer<CreateVpcEndpointRequest.Builder> otherwise) {
        return create(
                "com.amazonaws." + Deployed.REGION + "." + service,
                with -> otherwise.accept(with.vpcEndpointType(VpcEndpointType.INTERFACE)
                        .policyDocument(policy)
                        .privateDnsEnabled(true)
                        .subnetIds(stack.subnet, secondSubnet)
                        .securityGroupIds(stack.approvedGroup, secondGroup)));
    }

    /// An endpoint to a service of somebody else, which takes no policy.
    private String service(String id) {
        return known(stack.create("com.amazonaws.vpce." + Deployed.REGION + "." + id, VpcEndpointType.INTERFACE));
    }

    private String create(String service, Consumer<CreateVpcEndpointRequest.Builder> with) {
        return known(stack.ec2
                .createVpcEndpoint(
                        request -> with.accept(request.vpcId(stack.vpc).serviceName(service)))
                .vpcEndpoint()
                .vpcEndpointId());
    }

    /// The endpoint, once it was looked at: whoever made it is told in any case.
    private String known(String id) {
        return Deployed.await(
                "a notice about " + id,
                SLOW,
                () -> stack.allNotices().stream()
                        .flatMap(notice -> notice.textAt("endpoint", "id").stream())
                        .filter(id::equals)
                        .findFirst());
    }

    private String modified(String service, Consumer<ModifyVpcEndpointRequest.Builder> with) {
        return modify(connected(service, TRUSTED), with);
    }

    private String modify(String id, Consumer<ModifyVpcEndpointRequest.Builder> with) {
        var _ = stack.ec2.modifyVpcEndpoint(request -> with.accept(request.vpcEndpointId(id)));
        return id;
    }

    private String widened() {
        var narrow = TRUSTED.replace("\"Action\":\"*\"", "\"Action\":\"execute-api:Invoke\"");
        return modify(connected("execute-api", narrow), with -> with.policyDocument(TRUSTED));
    }

    /// EC2 takes no such policy in a call.
    private String unreadable() {
        return stack.aws
                .plant(JsonWriter.compact(new Json.Arr(List.of(Json.object()
                        .put("VpcId", stack.vpc)
                        .put("VpcEndpointType", "Gateway")
                        .put("ServiceName", "com.amazonaws." + Deployed.REGION + ".s3")
                        .put("PolicyDocument", "{\"Statement\": [")
                        .put("CreationTimestamp", "2026-01-01T00:00:00Z")
                        .build()))))
                .getFirst();
    }

    /// All that was told, once it is all that is expected, or when nothing more comes.
    private Set<Told> toldUntil(Set<Told> expected) {
        try {
            return Deployed.await(
                    "notices", SLOW, () -> Optional.of(allTold()).filter(told -> told.containsAll(expected)));
        } catch (AssertionError _) {
            return allTold();
        }
    }

    /// What the functions did about subjects of which something was not told.
    private String steps(Set<Told> expected, Set<Told> told) {
        var silent = expected.stream()
                .filter(one -> !told.contains(one))
                .map(Told::subject)
                .toList();
        return stack.journal().stream()
                .filter(step -> step.textAt("endpoint").filter(silent::contains).isPresent())
                .map(JsonWriter::compact)
                .collect(Collectors.joining("\n"));
    }

    private Set<Told> allTold() {
        return stack.allNotices().stream().flatMap(Told::in).collect(Collectors.toSet());
    }

    private Set<String> changedByFunctions() {
        return stack.aws.allCalls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .filter(call -> call.textAt("action").equals(Optional.of("ModifyVpcEndpoint")))
                .map(call -> call.textAt("resource").orElseThrow())
                .collect(Collectors.toSet());
    }
}
