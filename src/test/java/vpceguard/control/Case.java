package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointJson;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;

/// A case of `src/test/resources/cases`: an endpoint and what one control says of it. The folder's README has the form.
record Case(Path file, Stored json) {
    static final Path FOLDER = Path.of("src", "test", "resources", "cases");
    static final String ACCOUNT = "111122223333";
    private static final String REGION = "us-east-1";
    private static final Set<String> MEMBERS = Set.of(
            "about",
            "endpoint",
            "service",
            "policy",
            "text",
            "length",
            "before",
            "reset",
            "actor",
            "noCall",
            "removed",
            "set",
            "everything",
            "baseline",
            "vpc",
            "groups",
            "endpoints",
            "perimeter",
            "findings",
            "reason");
    private static final Json.Obj ENDPOINT = Json.object()
            .put("id", "vpce-0123456789abcdef0")
            .put("type", "Gateway")
            .put("state", "available")
            .put("vpcId", "vpc-0123456789abcdef0")
            .put("service", "com.amazonaws." + REGION + ".s3")
            .put("securityGroups", List.of())
            .put("subnets", List.of())
            .put("routeTables", List.of())
            .build();
    private static final Json.Obj PERIMETER = Json.object()
            .put("organizations", List.of("o-a1b2c3d4e5"))
            .put("accounts", List.of(ACCOUNT))
            .build();

    static List<Case> all() {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Case::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(Path file) {
        try {
            var json = Stored.of(Files.readString(file));
            assertThat(MEMBERS)
                    .as(file.toString())
                    .containsAll(json.object().members().keySet());
            return new Case(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String controlId() {
        return folder().getFileName().toString();
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /// The kind of answer, which begins the file's name.
    String answer() {
        return Stream.of("compliant", "non-compliant", "not-applicable", "insufficient-data")
                .filter(kind -> file.getFileName().toString().startsWith(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the name of " + file + " begins with no answer"));
    }

    ControlResult result(Control control) {
        return switch (control) {
            case EndpointControl ofEndpoints -> ofEndpoints.check(subject());
            case EndpointMissing ofVpcs -> ofVpcs.check(vpc());
        };
    }

    Subject subject() {
        var network = new CaseNetwork(json);
        var subject = subject(endpoint()).since(json.object().get("before").map(JsonWriter::compact));
        var since = network.baseline().map(subject::with).orElse(subject);
        return network.facts().map(since::with).orElse(since);
    }

    private VpcSubject vpc() {
        var endpoints =
                json.list("endpoints", facts -> EndpointJson.read(new Stored(with(ENDPOINT, Stored.of(facts)))));
        return new VpcSubject(new CaseNetwork(json).vpc(), ACCOUNT, REGION, endpoints, perimeter());
    }

    Subject subject(Endpoint endpoint) {
        var perimeter = perimeter();
        return Subject.of(
                endpoint,
                ACCOUNT,
                json.optionalChild("service").map(Case::service).orElse(new ServiceDetail.Known("amazon", true, true)),
                perimeter,
                Ceiling.of(perimeter, endpoint.service(), REGION, Set.of(Clause.IDENTITIES)),
                json.object().get("noCall").isPresent() ? Optional.empty() : Optional.of(change(endpoint)));
    }

    private Endpoint endpoint() {
        var endpoint = EndpointJson.read(new Stored(with(ENDPOINT, "endpoint")));
        var text = json.object().get("policy").map(JsonWriter::compact).or(() -> json.optionalText("text"));
        var length = json.object().get("length").map(_ -> json.integer("length"));
        return endpoint.withPolicy(text.map(
                policy -> policy + " ".repeat(length.orElse(policy.length()) - policy.length())));
    }

    private Json.Obj with(Json.Obj usual, String name) {
        return json.optionalChild(name).map(facts -> with(usual, facts)).orElse(usual);
    }

    private static Json.Obj with(Json.Obj usual, Stored facts) {
        var all = Json.object();
        usual.members().forEach(all::put);
        facts.object().members().forEach(all::put);
        return all.build();
    }

    private static ServiceDetail service(Stored facts) {
        return facts.optionalText("unknown")
                .<ServiceDetail>map(ServiceDetail.Unknown::new)
                .orElseGet(() -> new ServiceDetail.Known(
                        facts.optionalText("owner").orElse("amazon"),
                        facts.optionalBool("policies").orElse(true),
                        facts.optionalBool("privateDns").orElse(true)));
    }

    private Perimeter perimeter() {
        return Documents.perimeter(with(PERIMETER, "perimeter"), "aws");
    }

    private EndpointChange change(Endpoint endpoint) {
        var nobody = Optional.<String>empty();
        var origin = new Origin(
                "event",
                nobody,
                nobody,
                "ModifyVpcEndpoint",
                Instant.parse("2026-11-24T06:00:00Z"),
                ACCOUNT,
                REGION,
                new Actor(
                        nobody,
                        json.optionalChild("actor").flatMap(actor -> actor.optionalText("arn")),
                        nobody,
                        json.optionalChild("actor").flatMap(actor -> actor.optionalText("roleArn")),
                        nobody,
                        nobody,
                        nobody));
        return new EndpointChange.Modified(
                origin,
                endpoint.id(),
                new CaseNetwork(json)
                        .touched(endpoint.policy(), json.optionalBool("reset").orElse(false)));
    }

    @Override
    public String toString() {
        return FOLDER.relativize(file).toString();
    }
}
