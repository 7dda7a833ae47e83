package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The role reads the perimeter document and recorded calls where they lie, and tells Security Hub or a bus, only where
/// the stack is asked
/// to.
class ConditionalRightsContractTest {
    private static final Template TEMPLATE = Template.read();

    @ParameterizedTest
    @CsvSource({
        "ReadsDocumentFromS3, HasS3Document, s3:GetObject",
        "ReadsDocumentFromSsm, HasSsmDocument, ssm:GetParameter",
        "DecryptsDocument, HasPerimeterKey, kms:Decrypt",
        "TellsSecurityHub, HasSecurityHub, securityhub:BatchImportFindings",
        "TellsEventBus, HasEventBus, events:PutEvents",
        "ReadsRecordedCalls, HasRecordedCalls, logs:FilterLogEvents"
    })
    void eachRightIsThereOnItsConditionAlone(String policy, String condition, String action) {
        assertThat(TEMPLATE.at("Resources", policy, "Condition")).isEqualTo(condition);
        assertThat(TEMPLATE.at("Resources", policy, "Properties", "Roles")).isEqualTo(List.of("Role"));
        assertThat((List<?>) TEMPLATE.at("Resources", policy, "Properties", "PolicyDocument", "Statement"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(((Map<?, ?>) statement).get("Action")).isEqualTo(action);
                    assertThat(((Map<?, ?>) statement).get("Resource"))
                            .isNotNull()
                            .isNotEqualTo("*");
                });
        assertThat(TEMPLATE.roleActions("Role")).doesNotContain(action);
    }

    @Test
    void thereAreNoOtherPoliciesBesideTheRoles() {
        assertThat(TEMPLATE.resources("AWS::IAM::Policy"))
                .containsExactlyInAnyOrder(
                        "ReadsDocumentFromS3",
                        "ReadsDocumentFromSsm",
                        "DecryptsDocument",
                        "TellsSecurityHub",
                        "TellsEventBus",
                        "ReadsRecordedCalls");
    }
}
