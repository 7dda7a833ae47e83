package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.control.Assessment.Result;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointJson;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;

/// Endpoint policies in the form that AWS publishes are compliant under a perimeter that says the same.
///
/// `src/test/resources/published` holds one for each form, by service; AWS's own are read where the shared data lies.
/// Their last statement lets tagged callers reach everything: it is found, and nothing else, unless the perimeter adds
/// it.
class PublishedPoliciesTest {
    private static final Path OWN = Path.of("src", "test", "resources", "published");
    private static final String TAG = "aws:PrincipalTag/dp:exclude:resource";
    /// A bucket of AWS whose name holds an id that only AWS knows.
    private static final String CLOUD9 = "arn:aws:s3:::static-us-east-1-prod-static-a1b2c3/content/dependencies/*";

    private static final Json.Obj PERIMETER = Json.object()
            .put("organizations", List.of(Ceilings.ORGANIZATION))
            .put("accounts", List.of(Ceilings.OWN, "444455556666", "777788889999"))
            .build();

    private static final Map<String, String> PLACEHOLDERS = Map.ofEntries(
            Map.entry("<my-org-id>", Ceilings.ORGANIZATION),
            Map.entry("<region>", "us-east-1"),
            Map.entry("<RegionWithoutDashes>", "useast1"),
            Map.entry("<ecr-account-id>", "444455556666"),
            Map.entry("<service-account-id>", "444455556666"),
            Map.entry("<glue-account-id>", "444455556666"),
            Map.entry("<third-party-account-a>", "444455556666"),
            Map.entry("<third-party-account-b>", "777788889999"),
            Map.entry("<CodeArtifact-Region-Account>", "193858265520"),
            Map.entry("<string>", "a1b2c3"),
            Map.entry("<action>", "s3:GetObject"),
            Map.entry("<third-party-resource-arn>", "arn:aws:s3:::partner-files/*"));

    static List<Path> own() {
        return files(OWN);
    }

    @ParameterizedTest
    @MethodSource("own")
    void ownIsCompliantBesideTheTag(Path file) {
        isCompliantBesideTheTag(file);
    }

    @Test
    void publishedIsCompliantBesideTheTag() {
        var published = files(Policies.shared("policies/data-perimeter")).stream()
                .filter(file -> file.toString().endsWith("_endpoint_policy.json"))
                .toList();

        assertThat(published).hasSize(10).allSatisfy(PublishedPoliciesTest::isCompliantBesideTheTag);
    }

    @Test
    void aBucketThatAwsMayNotOwnIsFound() {
        var document = JsonWriter.compact(document(OWN.resolve("s3.json"), PublishedPoliciesTest::hasNoTag));
        var other = document.replace("redshift-downloads/*", "static-us-east-1-prod-static-a1b2c3/*");

        assertThat(found("s3", document)).isEmpty();
        assertThat(found("s3", other))
                .containsExactlyInAnyOrder(Clause.IDENTITIES.controlId(), Clause.RESOURCES.controlId());
    }

    private static void isCompliantBesideTheTag(Path file) {
        var service = service(file);
        var untagged = document(file, PublishedPoliciesTest::hasNoTag);
        var whole = document(file, _ -> true);

        assertThat(found(service, JsonWriter.compact(untagged))).as(service).isEmpty();
        assertThat(assessment(service, JsonWriter.compact(untagged)).result()).isEqualTo(Result.COMPLIANT);
        assertThat(found(service, JsonWriter.compact(whole))).containsExactly(Clause.RESOURCES.controlId());
        assertThat(assessment(
                                service,
                                JsonWriter.compact(whole),
                                adding(service, statements(whole, PublishedPoliciesTest::hasTag)))
                        .result())
                .isEqualTo(Result.COMPLIANT);
    }

    private static List<String> found(String service, String policy) {
        return assessment(service, policy).findings().stream()
                .map(Finding::controlId)
                .toList();
    }

    private static Assessment assessment(String service, String policy) {
        return assessment(service, policy, PERIMETER);
    }

    /// The perimeter with statements that are let through besides.
    private static Json.Obj adding(String service, List<Json> also) {
        var rule = Json.object().put("also", new Json.Arr(also)).build();
        return PERIMETER.with("services", Json.object().put(service, rule).build());
    }

    private static Assessment assessment(String service, String policy, Json.Obj document) {
        var perimeter = Documents.perimeter(document, "aws");
        var name = "com.amazonaws." + (service.equals("iam") ? "" : "us-east-1.") + service;
        var endpoint = endpoint(name, policy);
        return Assessment.of(Subject.of(
                endpoint,
                Ceilings.OWN,
                new ServiceDetail.Known("amazon", true, true),
                perimeter,
                Ceiling.of(perimeter, endpoint.service(), "us-east-1", Set.of(Clause.values())),
                Optional.empty()));
    }

    private static Endpoint endpoint(String service, String policy) {
        var json = Json.object()
                .put("id", "vpce-0123456789abcdef0")
                .put("type", "Interface")
                .put("state", "available")
                .put("vpcId", "vpc-0123456789abcdef0")
                .put("service", service)
                .put("securityGroups", List.of())
                .put("subnets", List.of())
                .put("routeTables", List.of())
                .put("privateDns", true)
                .build();
        return EndpointJson.read(new Stored(json)).withPolicy(Optional.of(policy));
    }

    /// The policy of a file with its placeholders filled in, without Cloud9's bucket, and with those statements alone.
    private static Json document(Path file, Predicate<Json> statements) {
        var text = text(file);
        for (var placeholder : PLACEHOLDERS.entrySet()) {
            text = text.replace(placeholder.getKey(), placeholder.getValue());
        }
        assertThat(text).doesNotContain("<");
        var json = Policies.read(text).source();
        return json.with("Statement", new Json.Arr(statements(json, statements)));
    }

    private static List<Json> statements(Json policy, Predicate<Json> which) {
        return policy.at("Statement").map(Json.Arr.class::cast).orElseThrow().items().stream()
                .filter(which)
                .map(PublishedPoliciesTest::withoutCloud9)
                .toList();
    }

    private static Json withoutCloud9(Json statement) {
        return statement instanceof Json.Obj members
                        && members.get("Resource").orElseThrow() instanceof Json.Arr(var all)
                ? members.with(
                        "Resource",
                        new Json.Arr(all.stream()
                                .filter(resource -> !resource.equals(new Json.Str(CLOUD9)))
                                .toList()))
                : statement;
    }

    private static boolean hasNoTag(Json statement) {
        return !hasTag(statement);
    }

    private static boolean hasTag(Json statement) {
        return statement.at("Condition", "StringEquals", TAG).isPresent();
    }

    /// The service that a file is for; AWS's default policy is for those without a policy of their own.
    private static String service(Path file) {
        var name = file.getFileName().toString().replace("_endpoint_policy", "").replace(".json", "");
        return name.equals("default") ? "athena" : name;
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
