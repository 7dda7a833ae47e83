package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// What each fault of AWS ends in: a repair all the same, a notice, or the queue of failed events. Each strikes
/// the event of one call, which opens a compliant endpoint.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
class FaultsIT {
    private static final Duration SLOW = Duration.ofMinutes(2);

    private Deployed stack;
    private final Map<Fault, String> endpoints = new EnumMap<>(Fault.class);
    private final Map<String, String> failed = new HashMap<>();

    /// Where a fault ends.
    enum End {
        CHANGED,
        REFUSED,
        FAILED_EVENT
    }

    /// The faults, in the words of `local/README.md`.
    enum Fault {
        THROTTLED("ec2", "ModifyVpcEndpoint", error("RequestLimitExceeded", 503) + nth(1, 2), End.CHANGED),
        THROTTLED_WITHOUT_END("ec2", "ModifyVpcEndpoint", error("RequestLimitExceeded", 503), End.FAILED_EVENT),
        BROKEN_ONCE("ec2", "DescribeVpcEndpoints", error("InternalError", 500) + nth(1), End.CHANGED),
        BROKEN("ec2", "DescribeVpcEndpoints", error("InternalError", 500), End.FAILED_EVENT),
        DESCRIBE_DENIED("ec2", "DescribeVpcEndpoints", error("UnauthorizedOperation", 403), End.FAILED_EVENT),
        TOO_SLOW("ec2", "DescribeVpcEndpoints", "\"delay\": 8" + nth(1), End.CHANGED),
        CUT_BEFORE("ec2", "ModifyVpcEndpoint", "\"cut\": true" + nth(1), End.CHANGED),
        CUT_AFTER("ec2", "ModifyVpcEndpoint", "\"cut\": true, \"after\": true" + nth(1), End.CHANGED),
        CRASHED_BEFORE("ec2", "ModifyVpcEndpoint", "\"crash\": true" + nth(1), End.CHANGED),
        CRASHED_AFTER("ec2", "ModifyVpcEndpoint", "\"crash\": true, \"after\": true" + nth(1), End.CHANGED),
        IN_TRANSITION("ec2", "ModifyVpcEndpoint", error("IncorrectState", 400) + nth(1), End.CHANGED),
        ANOTHER_IN_PROGRESS("ec2", "ModifyVpcEndpoint", error("OperationInProgress", 400) + nth(1, 2), End.CHANGED),
        DELETED_IN_BETWEEN("ec2", "ModifyVpcEndpoint", error("InvalidVpcEndpointId.NotFound", 400), End.REFUSED),
        DENIED_BY_AN_SCP("ec2", "ModifyVpcEndpoint", error("UnauthorizedOperation", 403), End.REFUSED),
        CLOCK_ASTRAY("ec2", "ModifyVpcEndpoint", error("RequestExpired", 400) + nth(1), End.CHANGED),
        TABLE_GONE("dynamodb", "TransactWriteItems", error("ResourceNotFoundException", 400), End.FAILED_EVENT),
        TRANSACTION_IN_THE_WAY(
                "dynamodb",
                "TransactWriteItems",
                "\"error\": {\"code\": \"TransactionCanceledException\", \"status\": 400, \"members\":"
                        + " {\"CancellationReasons\": [{\"Code\": \"TransactionConflict\"}, {\"Code\": \"None\"}]}}"
                        + nth(1),
                End.CHANGED),
        TABLE_THROTTLED("dynamodb", "TransactWriteItems", error("ThrottlingException", 400) + nth(1, 2), End.CHANGED),
        KEY_DENIED("sns", "Publish", error("KMSAccessDenied", 400), End.FAILED_EVENT),
        TOPIC_GONE("sns", "Publish", error("NotFound", 404), End.FAILED_EVENT),
        NOTICE_CRASHED_AFTER("sns", "Publish", "\"crash\": true, \"after\": true" + nth(1), End.CHANGED),
        STREAM_MISSING("logs", "PutLogEvents", error("ResourceNotFoundException", 400), End.CHANGED);

        private final String service;
        private final String action;
        private final String members;
        private final End end;

        Fault(String service, String action, String members, End end) {
            this.service = service;
            this.action = action;
            this.members = members;
            this.end = end;
        }

        private static String error(String code, int status) {
            return "\"error\": {\"code\": \"" + code + "\", \"status\": " + status + "}";
        }

        private static String nth(Integer... calls) {
            return ", \"nth\": " + Arrays.toString(calls);
        }

        private String json(String endpoint) {
            return "{\"service\": \"%s\", \"action\": \"%s\", \"function\": \"*\", \"endpoint\": \"%s\", %s}"
                    .formatted(service, action, endpoint, members);
        }
    }

    @BeforeAll
    void strike() {
        stack = new Deployed(List.of("--auth"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION);
        for (var fault : Fault.values()) {
            endpoints.put(fault, compliant());
        }
        var _ = Deployed.await(
                "compliant endpoints that are noted",
                SLOW,
                () -> Optional.of(noted()).filter(count -> count >= Fault.values().length));
        stack.aws.addFaults(endpoints.entrySet().stream()
                .map(entry -> entry.getKey().json(entry.getValue()))
                .toList()
                .toString());
        endpoints
                .values()
                .forEach(id -> stack.ec2.modifyVpcEndpoint(
                        request -> request.vpcEndpointId(id).policyDocument(Deployed.OPEN)));
    }

    private String compliant() {
        var table = stack.ec2
                .createRouteTable(request -> request.vpcId(stack.vpc))
                .routeTable()
                .routeTableId();
        return stack.ec2
                .createVpcEndpoint(request -> request.vpcId(stack.vpc)
                        .serviceName("com.amazonaws." + Deployed.REGION + ".dynamodb")
                        .vpcEndpointType(VpcEndpointType.GATEWAY)
                        .routeTableIds(table)
                        .policyDocument(Deployed.INSIDE))
                .vpcEndpoint()
                .vpcEndpointId();
    }

    private long noted() {
        return stack.aws.calls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .filter(call -> call.textAt("action").equals(Optional.of("UpdateItem")))
                .count();
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void endsWhereItShould(Fault fault) {
        var id = Objects.requireNonNull(endpoints.get(fault));
        switch (fault.end) {
            case CHANGED -> {
                assertThat(stack.notices(id, "CHANGED", 1)).hasSizeLessThanOrEqualTo(2);
                assertThat(stack.endpoint(id).policyDocument()).contains("aws:PrincipalOrgID");
            }
            case REFUSED -> {
                assertThat(stack.notice(id, "REFUSED").textAt("text").orElseThrow())
                        .startsWith("NOT CHANGED. Act now");
                assertThat(stack.endpoint(id).policyDocument()).doesNotContain("aws:PrincipalOrgID");
            }
            case FAILED_EVENT ->
                assertThat(failedEvent(id)).contains("requestPayload").contains("responsePayload");
        }
        assertThat(struck(id)).as("the fault struck").isTrue();
        assertThat(causes(id)).as("causes of notices").hasSizeLessThanOrEqualTo(1);
    }

    private String failedEvent(String id) {
        return Deployed.await("a failed event of " + id, SLOW, () -> {
            for (var message : stack.receive(stack.aws.output("FailedQueueUrl"))) {
                var about = LocalAws.json(message)
                        .textAt(
                                "requestPayload",
                                "detail",
                                "requestParameters",
                                "ModifyVpcEndpointRequest",
                                "VpcEndpointId");
                failed.put(about.orElseThrow(), message);
            }
            return Optional.ofNullable(failed.get(id));
        });
    }

    private boolean struck(String id) {
        return stack.aws.faults().stream()
                .filter(fault -> fault.textAt("fault", "endpoint").equals(Optional.of(id)))
                .anyMatch(fault -> fault.at("fired")
                        .filter(fired -> fired instanceof Json.Arr(var calls) && !calls.isEmpty())
                        .isPresent());
    }

    /// A reader who knows causes sees one notice.
    private Stream<String> causes(String id) {
        var causes = new ArrayList<String>();
        for (var notice : stack.allNotices()) {
            if (notice.textAt("endpoint", "id").equals(Optional.of(id))) {
                causes.add(notice.textAt("record", "cause").orElseThrow());
            }
        }
        return causes.stream().distinct();
    }
}
