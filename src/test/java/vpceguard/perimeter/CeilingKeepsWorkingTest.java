package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.ServiceName;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;

/// What a plain organization condition would break goes on working, and what must not pass does not; in both forms.
class CeilingKeepsWorkingTest {
    private static final Set<Clause> IDENTITIES = EnumSet.of(Clause.IDENTITIES);
    private static final Set<Clause> BOTH = EnumSet.allOf(Clause.class);
    private static final String FOREIGN = "999988887777";

    @ParameterizedTest
    @CsvSource({
        "Amazon Linux 2, arn:aws:s3:::amazonlinux-2-repos-us-east-1/2/core/latest/x86_64/mirror.list",
        "Amazon Linux 2023, arn:aws:s3:::al2023-repos-us-east-1-de612dc2/core/mirrors/latest/x86_64/mirror.list",
        "EMR's repository, arn:aws:s3:::repo.us-east-1.emr.amazonaws.com/apps-repo/latest",
        "SSM Agent, arn:aws:s3:::amazon-ssm-us-east-1/latest/linux_amd64/amazon-ssm-agent.rpm",
        "Patch Manager's code, arn:aws:s3:::aws-patch-manager-us-east-1-1970c647d/patch.tar.gz",
        "Patch Manager's code for macOS, arn:aws:s3:::aws-patchmanager-macos-us-east-1-1970c647d/patch.tar.gz",
        "Patch Manager's snapshots, arn:aws:s3:::patch-baseline-snapshot-us-east-1/snapshot",
        "Amazon Inspector, arn:aws:s3:::inspector2-oval-prod-us-east-1/windows.xml",
        "CloudWatch agent, arn:aws:s3:::amazoncloudwatch-agent-us-east-1/amazon_linux/amd64/latest/agent.rpm",
        "CodeDeploy agent, arn:aws:s3:::aws-codedeploy-us-east-1/latest/install",
        "ECS's agent, arn:aws:s3:::amazon-ecs-agent-us-east-1/ecs-agent-v1.87.1.tar",
        "CodeArtifact, arn:aws:s3:::assets-193858265520-us-east-1/asset",
        "Image Builder, arn:aws:s3:::ec2imagebuilder-toe-us-east-1-prod/latest/awstoe"
    })
    void unsignedDownloadsFromAwsPass(String what, String resource) {
        assertPasses("s3", BOTH, request(Caller.ANONYMOUS, "s3:GetObject", resource, anonymous()));
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, patch-baseline-snapshot-us-east-1, patch-baseline-snapshot-us-east-1-tbxdb5b9",
        "af-south-1, patch-baseline-snapshot-af-south-1-tbxdb5b9, patch-baseline-snapshot-af-south-1",
        "us-gov-west-1, patch-baseline-snapshot-us-gov-west-1, aws-patch-manager-us-gov-west-1",
        "eu-west-1, aws-patch-manager-eu-west-1-5522fb710, aws-patch-manager-eu-west-1-1970c647d"
    })
    void patchManagersBucketsAreThoseOfTheRegionAlone(String region, String bucket, String other) {
        var buckets = ServiceKnowledge.of(new ServiceName("com.amazonaws." + region + ".s3"), "aws", region)
                .anyone()
                .getFirst()
                .resources();

        assertThat(buckets).contains("arn:aws:s3:::" + bucket + "/*").doesNotContain("arn:aws:s3:::" + other + "/*");
    }

    @Test
    void ecrLayersPassPresignedByAnAccountOfAws() {
        var byAws = new Caller("AWS", "arn:aws:iam::" + FOREIGN + ":root");
        var layer = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/layer";
        assertPasses("s3", BOTH, request(byAws, "s3:GetObject", layer, foreign()));
        // The report of a request that carries no account at all.
        assertPasses("s3", BOTH, request(byAws, "s3:GetObject", layer, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::cloudformation-custom-resource-response-useast1/answer",
        "arn:aws:s3:::cloudformation-waitcondition-us-east-1/answer"
    })
    void cloudFormationGetsItsAnswers(String resource) {
        assertPasses("s3", BOTH, request(Caller.ANONYMOUS, "s3:PutObject", resource, anonymous()));
    }

    @Test
    void trustedCallersReachTrustedResources() {
        assertPasses("s3", BOTH, request(role(), "s3:PutObject", "arn:aws:s3:::ours/key", with(own(), ownResource())));
        assertPasses(
                "kms",
                BOTH,
                request(role(), "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k", with(own(), ownResource())));
    }

    @Test
    void serviceLinkedRolesAreTrustedLikeTheAccount() {
        var linked = new Caller("AWS", "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/session");
        assertPasses("ec2", BOTH, request(linked, "ec2:RunInstances", "*", with(own(), ownResource())));
    }

    @Test
    void awsServicesPass() {
        var service = new Caller("Service", "cloudtrail.amazonaws.com");
        var context = Map.of("aws:PrincipalIsAWSService", "true");
        assertPasses("s3", BOTH, request(service, "s3:PutObject", "arn:aws:s3:::anybody/key", context));
    }

    @ParameterizedTest
    @CsvSource({
        "ec2, ec2:RunInstances, arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0",
        "ec2, ec2:GetManagedPrefixListEntries, arn:aws:ec2:us-east-1:aws:prefix-list/pl-63a5400a",
        "ssm, ssm:GetDocument, arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline",
        "ssm, ssm:GetParameter, arn:aws:ssm:us-east-1::parameter/aws/service/ami-amazon-linux-latest/al2023",
        "ssm, ssm:StartAutomationExecution, arn:aws:ssm:us-east-1::automation-definition/AWS-StopEC2Instance:1"
    })
    void trustedCallersReachWhatAwsOwns(String service, String action, String resource) {
        var context = with(own(), Map.of("aws:ResourceAccount", FOREIGN));
        assertPasses(service, BOTH, request(role(), action, resource, context));
    }

    @ParameterizedTest
    @CsvSource({"ssm:RegisterManagedInstance", "ssm:RequestManagedInstanceRoleToken"})
    void hybridNodesOfOursPassAndThoseOfAStrangerDoNot(String action) {
        assertPasses("ssm", BOTH, request(Caller.ANONYMOUS, action, "*", ownResource()));
        assertStopped("ssm", BOTH, request(Caller.ANONYMOUS, action, "*", Map.of("aws:ResourceAccount", FOREIGN)));
        assertStopped("ssm", IDENTITIES, request(Caller.ANONYMOUS, action, "*", anonymous()));
    }

    @Test
    void callsWithoutResourceKeysPass() {
        assertPasses("ec2", BOTH, request(role(), "ec2:CopyImage", "*", own()));
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObject, arn:aws:s3:::anybody/key",
        "s3:PutObject, arn:aws:s3:::al2023-repos-us-east-1-de612dc2/key",
        "s3:GetObject, arn:aws:s3:::al2023-repos-us-east-1-de612dc2-evil/key",
        "s3:GetObject, arn:aws:s3:::evil-al2023-repos-us-east-1-de612dc2/key",
        "s3:GetObject, arn:aws:s3:::amazonlinux.us-east-1.amazonaws.com.evil/key",
        "s3:PutObject, arn:aws:s3:::aws-patch-manager-us-east-1-1970c647d/key",
        "s3:PutObject, arn:aws:s3:::cloudformation-waitcondition-us-east-1-evil/key"
    })
    void strangersDoNotPass(String action, String resource) {
        for (var clauses : List.of(IDENTITIES, BOTH)) {
            assertStopped("s3", clauses, request(Caller.ANONYMOUS, action, resource, anonymous()));
            var stranger = new Caller("AWS", "arn:aws:iam::" + FOREIGN + ":user/thief");
            assertStopped("s3", clauses, request(stranger, action, resource, foreign()));
        }
    }

    @Test
    void withTheResourceClauseOurOwnRoleReachesNoForeignBucket() {
        var theft = request(
                role(),
                "s3:PutObject",
                "arn:aws:s3:::foreign/key",
                with(own(), Map.of("aws:ResourceAccount", FOREIGN, "aws:ResourceOrgID", "o-foreign0000")));
        assertPasses("s3", IDENTITIES, theft);
        assertStopped("s3", BOTH, theft);
    }

    private static void assertPasses(String service, Set<Clause> clauses, Request request) {
        assertDecided(service, clauses, request, true);
    }

    private static void assertStopped(String service, Set<Clause> clauses, Request request) {
        assertDecided(service, clauses, request, false);
    }

    private static void assertDecided(String service, Set<Clause> clauses, Request request, boolean passes) {
        var ceiling = Ceilings.of(service, clauses);
        assertThat(ReferenceEvaluator.allows(ceiling.policy(), request))
                .as("Allow form, %s", request)
                .isEqualTo(passes);
        assertThat(ReferenceEvaluator.allows(Ceilings.denyForm(ceiling), request))
                .as("Deny form, %s", request)
                .isEqualTo(passes);
    }

    private static Request request(Caller caller, String action, String resource, Map<String, String> context) {
        var lists = new HashMap<String, List<String>>();
        context.forEach((key, value) -> lists.put(key, List.of(value)));
        return new Request(caller, action, resource, lists);
    }

    private static Caller role() {
        return new Caller("AWS", "arn:aws:sts::111122223333:assumed-role/app/session");
    }

    private static Map<String, String> own() {
        return Map.of(
                "aws:PrincipalAccount", Ceilings.OWN,
                "aws:PrincipalOrgID", Ceilings.ORGANIZATION,
                "aws:PrincipalIsAWSService", "false");
    }

    private static Map<String, String> ownResource() {
        return Map.of("aws:ResourceAccount", Ceilings.OWN, "aws:ResourceOrgID", Ceilings.ORGANIZATION);
    }

    private static Map<String, String> foreign() {
        return Map.of("aws:PrincipalAccount", FOREIGN, "aws:PrincipalIsAWSService", "false");
    }

    private static Map<String, String> anonymous() {
        return Map.of("aws:PrincipalAccount", "anonymous");
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
