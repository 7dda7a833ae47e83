package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;

/// The stack by a perimeter document. Each function is new when its document is: it would read it again after minutes.
@Order(1)
class PerimeterDocumentIT {
    private static final String S3 = "com.amazonaws." + Deployed.REGION + ".s3";
    private static final String OBJECT = "/perimeters/prod/perimeter.json";
    private static final String ENFORCING = """
            {"organizations": ["%s"], "rings": {"canary": {}},
             "partners": [{"account": "444455556666", "trust": "identities", "services": ["s3"],
               "actions": ["s3:GetObject"], "reason": "a test", "owner": "us"}]}""".formatted(Deployed.ORGANIZATION);

    @Test
    void aDocumentInS3IsAppliedOneThatIsRefusedChangesNothingANarrowerOneIsForTheCanaryAtOnce() {
        try (var stack = Deployed.withDocument(
                _ -> {},
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "Ring=canary",
                "PerimeterDocument=s3:/" + OBJECT)) {
            withoutAnyNothingIsWritten(stack);
            var denied = denied(stack);

            bucket(stack);
            stack.startAnew();
            var id = stack.create(S3, VpcEndpointType.GATEWAY);
            var changed = stack.notice(id, "CHANGED");
            assertThat(stack.endpoint(id).policyDocument()).contains("444455556666", "s3:GetObject");
            assertThat(changed.textAt("perimeter"))
                    .hasValueSatisfying(revision ->
                            assertThat(revision).matches("s3:/" + OBJECT + "\\?versionId=\\S+ sha256:[0-9a-f]{64}"));

            refused(
                    stack,
                    ENFORCING.replace("\"reason\"", "\"raison\""),
                    "unknown member \"raison\"",
                    "/partners/0/raison");
            refused(
                    stack,
                    "{\"partition\": \"aws-cn\"," + ENFORCING.strip().substring(1),
                    "another partition than \"aws\"",
                    "/partition");
            refused(
                    stack,
                    ENFORCING.replace(Deployed.ORGANIZATION, "o-zzzzzzzzzz"),
                    "another organization than \"" + Deployed.ORGANIZATION + "\"",
                    "/organizations");
            refused(stack, ENFORCING.replace("canary", "prod"), "there is no ring \"canary\"", "/rings");

            become(stack, """
                    {"organizations": ["%s"], "rings": {"canary": {}},
                     "rollout": {"ring": "canary", "applyAfter": "2999-01-01"}}""".formatted(Deployed.ORGANIZATION));
            stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).resetPolicy(true));
            var _ = stack.notices(id, "CHANGED", 2);
            assertThat(stack.endpoint(id).policyDocument())
                    .contains(Deployed.ORGANIZATION)
                    .doesNotContain("444455556666");

            become(stack, "{\"mode\": \"observe\"," + ENFORCING.strip().substring(1));
            stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).resetPolicy(true));
            var observed = stack.notice(id, "WOULD_CHANGE");
            assertThat(observed.textAt("mode")).hasValue("observe");
            assertThat(observed.textAt("perimeter")).isNotEqualTo(changed.textAt("perimeter"));
            assertThat(denied(stack)).isEqualTo(denied);
        }
    }

    @Test
    void aSmallDocumentMayBeAParameterOfSystemsManager() {
        try (var stack = Deployed.withDocument(
                network -> network.aws.call(
                        "ssm",
                        "AmazonSSM.PutParameter",
                        Json.object()
                                .put("Name", "/vpce-guard/perimeter")
                                .put("Type", "String")
                                .put("Value", "{\"organizations\": [\"" + Deployed.ORGANIZATION + "\"]}")
                                .build()),
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=ssm:/vpce-guard/perimeter")) {
            var id = stack.create(S3, VpcEndpointType.GATEWAY);

            assertThat(stack.notice(id, "CHANGED").textAt("perimeter"))
                    .hasValueSatisfying(revision ->
                            assertThat(revision).matches("ssm:/vpce-guard/perimeter:1 sha256:[0-9a-f]{64}"));
            assertThat(denied(stack)).isEmpty();
        }
    }

    private static void withoutAnyNothingIsWritten(Deployed stack) {
        var id = stack.create(S3, VpcEndpointType.GATEWAY);

        assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                .hasValueSatisfying(text -> assertThat(text)
                        .containsPattern(
                                "the perimeter document cannot be read: (there is no bucket \"perimeters\"|s3:/"
                                        + OBJECT + " answered 403)")
                        .contains("there is no earlier one"));
        assertThat(stack.endpoint(id).policyDocument()).doesNotContain("Condition");
    }

    private static void bucket(Deployed stack) {
        var aws = stack.aws;
        aws.put("/perimeters", "");
        aws.put(
                "/perimeters?versioning",
                "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        aws.put(OBJECT, ENFORCING);
    }

    private static void become(Deployed stack, String document) {
        stack.aws.put(OBJECT, document);
        stack.startAnew();
    }

    /// The sweep says why; the last good document stays in force.
    private static void refused(Deployed stack, String document, String reason, String pointer) {
        var sweep = stack.aws.output("SweepFunctionName");
        become(stack, document);
        assertThat(stack.aws.invoke(sweep, "{}")).contains("endpoints");
        assertThat(stack.told(reason)).contains("is refused", "at " + pointer, "until its document is right");
    }

    private static List<Json> denied(Deployed stack) {
        return stack.aws.allCalls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .filter(call -> call.textAt("error")
                                .filter(error -> error.contains("Denied"))
                                .isPresent()
                        || call.at("status").equals(Optional.of(Json.Num.of(403))))
                .toList();
    }
}
