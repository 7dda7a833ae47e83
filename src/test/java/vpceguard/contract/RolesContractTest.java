package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How the template gives rights: by role, by name, and as narrow as AWS takes it.
class RolesContractTest {
    private static final Template TEMPLATE = Template.read();

    /// Calls that AWS authorizes on all resources or none (Service Authorization Reference).
    private static final Set<String> UNNARROWED = Set.of(
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeVpcEndpointServices",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeVpcs",
            "organizations:DescribeOrganization");

    @Test
    void eachFunctionHasARoleOfItsOwn() {
        var functions = TEMPLATE.resources("AWS::Serverless::Function");
        // What puts the daily event on the bus, and what copies the journal, is none of the functions.
        var roles = Stream.concat(
                        functions.stream().map(function -> Right.role(TEMPLATE, function)),
                        Stream.of("DailyRole", "JournalCopyRole"))
                .toList();
        assertThat(roles)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(TEMPLATE.resources("AWS::IAM::Role"));
    }

    @Test
    void rolesHaveFixedNamesAndABoundary() {
        assertThat(TEMPLATE.resources("AWS::IAM::Role")).allSatisfy(role -> {
            assertThat(String.valueOf(TEMPLATE.at("Resources", role, "Properties", "RoleName")))
                    .matches("vpce-guard-[a-z-]+-\\$\\{AWS::Region}");
            assertThat(TEMPLATE.at("Resources", role, "Properties", "PermissionsBoundary"))
                    .isNotNull();
            assertThat(((Map<?, ?>) TEMPLATE.at("Resources", role, "Properties"))
                            .keySet()
                            .toArray())
                    .doesNotContain("Policies", "ManagedPolicyArns");
        });
    }

    @Test
    void noActionIsAPatternAndOnlyWhatCannotBeNarrowedIsOnAllResources() {
        for (var policy : TEMPLATE.resources("AWS::IAM::Policy")) {
            assertThat(Right.statements(TEMPLATE, policy)).allSatisfy(statement -> {
                var actions = Template.strings(statement.at("Action")).toList();
                assertThat(actions).noneMatch(action -> action.contains("*"));
                assertThat(statement.at("Effect")).isEqualTo("Allow");
                if (Template.strings(statement.at("Resource")).toList().equals(List.of("*"))) {
                    assertThat(actions).isSubsetOf(UNNARROWED);
                    assertThat(statement.document().containsKey("Condition"))
                            .isEqualTo(actions.stream().anyMatch(action -> action.startsWith("ec2:")));
                }
            });
        }
    }

    /// What a tag decides, whoever sets tags decides.
    @Test
    void noRightHangsOnATag() {
        assertThat(TEMPLATE.resources("AWS::IAM::Policy"))
                .allSatisfy(policy -> assertThat(Right.statements(TEMPLATE, policy))
                        .allSatisfy(statement ->
                                assertThat(statement.document().toString()).doesNotContainIgnoringCase("ResourceTag")));
    }

    @Test
    void everyFunctionReadsTheDocumentAndNothingElseForIt() {
        var functions = TEMPLATE.resources("AWS::Serverless::Function");
        assertThat(List.of("ReadsDocumentFromS3", "ReadsDocumentFromSsm", "DecryptsDocument"))
                .allSatisfy(policy -> {
                    assertThat(Right.roles(TEMPLATE, policy)).hasSameSizeAs(functions);
                    assertThat(TEMPLATE.isConditional(policy)).isTrue();
                });
    }

    /// CloudFormation refuses a template that waits for what it does not have.
    @Test
    void whatAResourceWaitsForIsThere() {
        assertThat(TEMPLATE.resources()).allSatisfy(resource -> {
            var needed = ((Map<?, ?>) TEMPLATE.at("Resources", resource)).get("DependsOn");
            assertThat(needed == null ? Stream.<String>empty() : Template.strings(needed))
                    .isSubsetOf(TEMPLATE.resources());
        });
    }
}
