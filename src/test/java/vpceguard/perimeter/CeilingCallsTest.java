package vpceguard.perimeter;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;

/// Calls that pass each interface endpoint's ceiling, and calls that do not; in both forms.
///
/// A call passes `both` clauses, that on `identities` alone, or `none`. It is made by a role of the organization, a
/// `stranger` with credentials of his own, or somebody `unsigned`, on a resource of `ours`, of a `stranger`, of AWS, or
/// on none that has an owner (`-`).
class CeilingCallsTest {
    private static final String CALLS = """
            secretsmanager | role     | secretsmanager:GetSecretValue      | arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1b2c3        | ours     | both
            secretsmanager | role     | secretsmanager:GetSecretValue      | arn:aws:secretsmanager:us-east-1:999988887777:secret:db-a1b2c3        | stranger | identities
            secretsmanager | stranger | secretsmanager:PutSecretValue      | arn:aws:secretsmanager:us-east-1:999988887777:secret:loot-a1b2c3      | stranger | none
            sts            | role     | sts:AssumeRole                     | arn:aws:iam::111122223333:role/app                                    | ours     | both
            sts            | role     | sts:GetCallerIdentity              | *                                                                     | ours     | both
            sts            | role     | sts:AssumeRole                     | arn:aws:iam::999988887777:role/loot                                   | stranger | identities
            sts            | role     | sts:SetContext                     | arn:aws:iam::aws:contextProvider/IdentityCenter                       | -        | both
            sts            | unsigned | sts:AssumeRoleWithWebIdentity      | arn:aws:iam::111122223333:role/pod                                    | ours     | both
            sts            | unsigned | sts:AssumeRoleWithSAML             | arn:aws:iam::111122223333:role/admin                                  | ours     | both
            sts            | unsigned | sts:AssumeRoleWithWebIdentity      | arn:aws:iam::999988887777:role/loot                                   | stranger | none
            sts            | unsigned | sts:AssumeRole                     | arn:aws:iam::111122223333:role/app                                    | ours     | none
            sts            | stranger | sts:GetCallerIdentity              | *                                                                     | stranger | none
            ecr.api        | role     | ecr:GetAuthorizationToken          | *                                                                     | ours     | both
            ecr.api        | role     | ecr:BatchGetImage                  | arn:aws:ecr:us-east-1:602401143452:repository/eks/coredns             | aws      | both
            ecr.api        | role     | ecr:PutImage                       | arn:aws:ecr:us-east-1:602401143452:repository/eks/coredns             | aws      | identities
            ecr.api        | role     | ecr:BatchGetImage                  | arn:aws:ecr:us-east-1:877085696533:repository/eks/coredns             | aws      | identities
            ecr.api        | role     | ecr:BatchGetImage                  | arn:aws:ecr:us-east-1:999988887777:repository/loot                    | stranger | identities
            ecr.api        | stranger | ecr:BatchGetImage                  | arn:aws:ecr:us-east-1:602401143452:repository/eks/coredns             | aws      | none
            ecr.dkr        | role     | ecr:GetDownloadUrlForLayer         | arn:aws:ecr:us-east-1:111122223333:repository/app                     | ours     | both
            ecr.dkr        | role     | ecr:GetDownloadUrlForLayer         | arn:aws:ecr:us-east-1:602401143452:repository/amazon-k8s-cni          | aws      | both
            ecr.dkr        | stranger | ecr:PutImage                       | arn:aws:ecr:us-east-1:999988887777:repository/loot                    | stranger | none
            monitoring     | role     | cloudwatch:PutMetricData           | *                                                                     | ours     | both
            monitoring     | role     | cloudwatch:GetDashboard            | arn:aws:cloudwatch::999988887777:dashboard/any                        | stranger | identities
            monitoring     | stranger | cloudwatch:PutMetricData           | *                                                                     | stranger | none
            events         | role     | events:PutEvents                   | arn:aws:events:us-east-1:111122223333:event-bus/default               | ours     | both
            events         | role     | events:ActivateEventSource         | arn:aws:events:us-east-1::event-source/aws.partner/example.com/orders | -        | both
            events         | role     | events:PutEvents                   | arn:aws:events:us-east-1:999988887777:event-bus/loot                  | stranger | identities
            events         | stranger | events:PutEvents                   | arn:aws:events:us-east-1:999988887777:event-bus/loot                  | stranger | none
            lambda         | role     | lambda:InvokeFunction              | arn:aws:lambda:us-east-1:111122223333:function:app                    | ours     | both
            lambda         | role     | lambda:GetLayerVersion             | arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:1 | aws      | identities
            lambda         | role     | lambda:InvokeFunction              | arn:aws:lambda:us-east-1:999988887777:function:loot                   | stranger | identities
            lambda         | stranger | lambda:InvokeFunction              | arn:aws:lambda:us-east-1:999988887777:function:loot                   | stranger | none
            sqs            | role     | sqs:SendMessage                    | arn:aws:sqs:us-east-1:111122223333:jobs                               | ours     | both
            sqs            | role     | sqs:SendMessage                    | arn:aws:sqs:us-east-1:999988887777:loot                               | stranger | identities
            sqs            | unsigned | sqs:SendMessage                    | arn:aws:sqs:us-east-1:999988887777:loot                               | stranger | none
            execute-api    | role     | execute-api:Invoke                 | arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/       | ours     | both
            execute-api    | unsigned | execute-api:Invoke                 | arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/       | ours     | both
            execute-api    | unsigned | execute-api:Invoke                 | arn:aws:execute-api:us-east-1:999988887777:f6g7h8i9j0/prod/POST/loot  | stranger | none
            execute-api    | role     | execute-api:Invoke                 | arn:aws:execute-api:us-east-1:999988887777:f6g7h8i9j0/prod/POST/loot  | stranger | identities
            execute-api    | unsigned | execute-api:ManageConnections      | arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/POST/      | ours     | none
            iam            | role     | iam:GetPolicy                      | arn:aws:iam::aws:policy/ReadOnlyAccess                                | -        | both
            iam            | role     | iam:CreateRole                     | arn:aws:iam::111122223333:role/app                                    | ours     | both
            iam            | role     | iam:GetPolicy                      | arn:aws:iam::999988887777:policy/loot                                 | stranger | identities
            iam            | stranger | iam:GetPolicy                      | arn:aws:iam::aws:policy/ReadOnlyAccess                                | -        | none
            imagebuilder   | role     | imagebuilder:GetComponent          | arn:aws:imagebuilder:us-east-1:aws:component/update-linux/1.0.2/1     | -        | both
            imagebuilder   | role     | imagebuilder:GetWorkflow           | arn:aws:imagebuilder:us-east-1:aws:workflow/build/build-image/1.0.2/1 | -        | both
            imagebuilder   | role     | imagebuilder:GetComponent          | arn:aws:imagebuilder:us-east-1:999988887777:component/loot/1.0.0/1    | stranger | identities
            imagebuilder   | stranger | imagebuilder:GetComponent          | arn:aws:imagebuilder:us-east-1:aws:component/update-linux/1.0.2/1     | -        | none
            cloudformation | role     | cloudformation:CreateChangeSet     | arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31  | -        | both
            cloudformation | role     | cloudformation:CreateStack         | arn:aws:cloudformation:us-east-1:999988887777:stack/loot/1            | stranger | identities
            cloudformation | stranger | cloudformation:CreateStack         | arn:aws:cloudformation:us-east-1:999988887777:stack/loot/1            | stranger | none
            iot            | role     | iot:DescribeManagedJobTemplate     | arn:aws:iot:us-east-1::jobtemplate/AWS-Reboot:1.0                     | -        | both
            iot            | role     | iot:CreateJob                      | arn:aws:iot:us-east-1:999988887777:job/loot                           | stranger | identities
            iot            | stranger | iot:CreateJob                      | arn:aws:iot:us-east-1:999988887777:job/loot                           | stranger | none
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = CALLS)
    void passesWhatItShall(String service, String caller, String action, String resource, String owner, String passes) {
        var context = new HashMap<>(callerKeys(caller));
        context.putAll(ownerKeys(owner));
        var request = new Request(caller(caller), action, resource, context);

        assertDecided(service, EnumSet.of(Clause.IDENTITIES), request, !passes.equals("none"));
        assertDecided(service, EnumSet.allOf(Clause.class), request, passes.equals("both"));
    }

    /// The services whose ceilings have a test of their own (`CeilingKeepsWorkingTest`) came first.
    @Test
    void everyOtherCeilingHasCallsHere() {
        var others = new TreeSet<>(ServiceKnowledge.CEILINGS);
        others.removeAll(Set.of("s3", "dynamodb", "logs", "ec2", "kinesis-streams", "sns", "kms", "servicecatalog"));
        others.removeAll(Set.of("servicecatalog-appregistry", "ssm", "ssmmessages", "ec2messages"));
        others.remove("elasticloadbalancing");

        assertThat(CALLS.lines()
                        .map(call -> call.substring(0, call.indexOf(' ')))
                        .collect(toSet()))
                .isEqualTo(others);
    }

    private static void assertDecided(String service, Set<Clause> clauses, Request request, boolean passes) {
        var ceiling = Ceilings.of(service, clauses);
        assertThat(ReferenceEvaluator.allows(ceiling.policy(), request))
                .as("Allow form, %s, %s", clauses, request)
                .isEqualTo(passes);
        assertThat(ReferenceEvaluator.allows(Ceilings.denyForm(ceiling), request))
                .as("Deny form, %s, %s", clauses, request)
                .isEqualTo(passes);
    }

    private static Caller caller(String word) {
        return switch (word) {
            case "role" -> new Caller("AWS", "arn:aws:sts::111122223333:assumed-role/app/session");
            case "stranger" -> new Caller("AWS", "arn:aws:iam::999988887777:user/thief");
            case "unsigned" -> Caller.ANONYMOUS;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Map<String, List<String>> callerKeys(String word) {
        return switch (word) {
            case "role" ->
                Map.of(
                        "aws:PrincipalAccount", List.of(Ceilings.OWN),
                        "aws:PrincipalOrgID", List.of(Ceilings.ORGANIZATION),
                        "aws:PrincipalIsAWSService", List.of("false"));
            case "stranger" ->
                Map.of(
                        "aws:PrincipalAccount", List.of("999988887777"),
                        "aws:PrincipalOrgID", List.of("o-foreign0000"),
                        "aws:PrincipalIsAWSService", List.of("false"));
            default -> Map.of();
        };
    }

    private static Map<String, List<String>> ownerKeys(String word) {
        return switch (word) {
            case "ours" ->
                Map.of(
                        "aws:ResourceAccount", List.of(Ceilings.OWN),
                        "aws:ResourceOrgID", List.of(Ceilings.ORGANIZATION));
            case "stranger" ->
                Map.of(
                        "aws:ResourceAccount", List.of("999988887777"),
                        "aws:ResourceOrgID", List.of("o-foreign0000"));
            case "aws" -> Map.of("aws:ResourceAccount", List.of("602401143452"));
            case "-" -> Map.of();
            default -> throw new IllegalArgumentException(word);
        };
    }
}
