package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import vpceguard.contract.Right;
import vpceguard.contract.Template;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// Each function's rights against all calls of the end-to-end tests, both ways; it comes after them.
@Isolated
@Order(Integer.MAX_VALUE)
class RightsIT {
    /// Rights that no call here shows, with the reason.
    private static final Map<String, String> UNSEEN = Map.of(
            "DeniedCallFunction sqs:SendMessage by KeepsFailedEvents",
            "a record of a denied call that cannot be read: failed events of the others show it",
            "ModifyVpcEndpointFunction ec2:DescribeVpcs by RestoresPrivateDns",
            "an event that comes when a pipeline had time to end: the second look shows it",
            "ModifyVpcEndpointFunction route53:AssociateVPCWithHostedZone by RestoresPrivateDns",
            "an event that comes when a pipeline had time to end: the second look shows it",
            "SweepFunction route53:AssociateVPCWithHostedZone by RestoresPrivateDns",
            "an interrupted repair of that setting: the second look shows it",
            "UndoFunction ec2:DescribeVpcs by RestoresPrivateDns",
            "private DNS that a repair took off: the second look shows how it is put on",
            "UndoFunction route53:AssociateVPCWithHostedZone by RestoresPrivateDns",
            "private DNS that a repair took off: the second look shows how it is put on",
            "SweepFunction vpce:AllowMultiRegion by Repairs",
            "endpoints into another Region: events of them show it",
            "FollowUpFunction vpce:AllowMultiRegion by Repairs",
            "endpoints into another Region: events of them show it");

    /// Calls that tests want refused: no right is missing for them.
    private static final Set<String> MEANT_TO_FAIL = Set.of("organizations:DescribeOrganization", "s3:GetObject");

    private static final Template TEMPLATE = Template.read();
    private static final List<Right> RIGHTS = Right.of(TEMPLATE);

    /// A call, or a member of a transaction.
    private record Use(String function, String action, Optional<String> resource) {
        @Override
        public String toString() {
            return function + " " + action + resource.map(" on "::concat).orElse("");
        }
    }

    @Test
    void noFunctionCallsWithoutARight() {
        assertThat(uses().filter(use -> RIGHTS.stream().noneMatch(right -> allows(right, use)))
                        .map(Use::toString)
                        .distinct()
                        .toList())
                .isEmpty();
    }

    @Test
    void noFunctionHasARightWithoutACall() {
        var uses = uses().distinct().toList();
        assertThat(RIGHTS.stream()
                        .filter(right -> uses.stream().noneMatch(use -> shows(right, use)))
                        .map(right -> right.function() + " " + right.action() + " by " + right.policy())
                        .distinct()
                        .toList())
                .containsExactlyInAnyOrderElementsOf(UNSEEN.keySet());
    }

    @Test
    void noCallWasRefusedButThoseThatWereMeantToBe() {
        assertThat(LocalAws.everCalled())
                .filteredOn(call -> call.textAt("fault").isEmpty())
                .filteredOn(call -> call.textAt("error")
                        .filter(error -> error.contains("Denied")
                                || error.contains("Unauthorized")
                                || error.contains("AuthorizationError"))
                        .isPresent())
                .allSatisfy(call -> assertThat(actions(call)).isSubsetOf(MEANT_TO_FAIL));
        assertThat(LocalAws.everAsked())
                .filteredOn(asked -> asked.at("allowed").equals(Optional.of(new Json.Bool(false))))
                .allSatisfy(asked -> assertThat(asked.textAt("action").orElseThrow())
                        .isIn("organizations:DescribeOrganization", "s3:ListBucket"));
    }

    private static boolean allows(Right right, Use use) {
        return right.function().equals(use.function()) && right.allows(use.action(), use.resource());
    }

    /// What hangs on a parameter is the same for all functions: one shows it for the others.
    private static boolean shows(Right right, Use use) {
        return right.isAlways() ? allows(right, use) : right.allows(use.action(), use.resource());
    }

    private static Stream<Use> uses() {
        var called = LocalAws.everCalled().stream()
                .flatMap(call -> actions(call).stream().map(action -> use(call, action)));
        var asked = LocalAws.everAsked().stream()
                .filter(question -> !question.textAt("action").equals(Optional.of("s3:ListBucket")))
                .map(question -> use(question, question.textAt("action").orElseThrow()));
        var uses = Stream.concat(called, asked).flatMap(Optional::stream).toList();
        assertThat(uses).as("the end-to-end tests come first, in the same run").isNotEmpty();
        return uses.stream();
    }

    private static Optional<Use> use(Json call, String action) {
        var name = call.textAt("function").orElseThrow();
        return TEMPLATE.resources("AWS::Serverless::Function").stream()
                .filter(function -> name.contains("-" + function + "-"))
                .findFirst()
                .map(function -> new Use(
                        function, action, call.textAt("resource").filter(resource -> resource.startsWith("arn:"))));
    }

    /// Security Hub's calls are known by method and path.
    private static String named(String action) {
        return action.equals("POST /findings/import") ? "BatchImportFindings" : action;
    }

    /// A transaction is judged by its members (DynamoDB developer guide, "IAM with transactions").
    private static List<String> actions(Json call) {
        var service = call.textAt("service").orElseThrow();
        return call.at("members").orElse(new Json.Null()) instanceof Json.Arr(var members) && !members.isEmpty()
                ? members.stream()
                        .map(member -> service + ":" + member.text().orElseThrow())
                        .toList()
                : List.of(service + ":" + named(call.textAt("action").orElseThrow()));
    }
}
