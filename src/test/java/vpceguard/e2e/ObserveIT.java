package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;

/// The stack as it comes: a bare deploy, and one whose organization AWS does not confirm.
class ObserveIT {
    private static final String S3 = "com.amazonaws." + Deployed.REGION + ".s3";

    @Test
    void aBareDeploySaysWhatItWouldDoAndWritesNothing() {
        try (var stack = Deployed.bySam(List.of())) {
            var id = stack.create(S3, VpcEndpointType.GATEWAY);

            var notice = stack.notice(id, "WOULD_CHANGE");

            assertThat(notice.textAt("text"))
                    .hasValueSatisfying(
                            text -> assertThat(text).startsWith("WOULD CHANGE. Nothing to do: nothing was written"));
            assertThat(notice.textAt("tighten", "after"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains(Deployed.ORGANIZATION));
            assertThat(stack.endpoint(id).policyDocument()).doesNotContain("Condition");
            assertThat(modifications(stack)).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenWhileTheOrganizationIsNotConfirmed() {
        try (var stack = new Deployed(
                List.of("--organization", "denied"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION)) {
            var id = stack.create(S3, VpcEndpointType.GATEWAY);

            var notice = stack.notice(id, "NOT_CHANGED");

            assertThat(notice.textAt("severity")).hasValue("high");
            assertThat(notice.textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text).contains("until the perimeter is confirmed"));
            assertThat(modifications(stack)).isEmpty();
        }
    }

    private static List<Json> modifications(Deployed stack) {
        return stack.aws.allCalls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .filter(call -> call.textAt("action").equals(Optional.of("ModifyVpcEndpoint")))
                .toList();
    }
}
