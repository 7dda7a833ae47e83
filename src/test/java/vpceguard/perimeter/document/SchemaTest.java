package vpceguard.perimeter.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;

/// The reader and `docs/perimeter.schema.json` accept and refuse the same documents.
class SchemaTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "perimeter");
    private static final Path EXAMPLE = Path.of("docs", "examples", "organization-perimeter.json");
    private static final Path LARGE = Path.of("/work/shared/perimeter.example.json");
    private static final String BEYOND_THE_SCHEMA = "there is no ring .*|the level remediate without graceDays .*";
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(Path.of("docs", "perimeter.schema.json")), InputFormat.JSON);

    static Stream<Json> accepted() {
        return Stream.concat(
                entries("accepted.json").map(entry -> entry.at("document").orElseThrow()),
                Stream.of(EXAMPLE, Path.of("docs", "examples", "perimeter.json"))
                        .map(SchemaTest::json));
    }

    static Stream<Json> refused() {
        return entries("refused.json");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void bothAccept(Json document) {
        assertThat(read(document)).isInstanceOf(Parsed.Ok.class);
        assertThat(faults(document)).isEmpty();
    }

    /// Of what the schema cannot say, such as a ring that is not there, the entry says that it accepts it.
    @ParameterizedTest
    @MethodSource("refused")
    void bothRefuse(Json entry) {
        var document = entry.at("document").orElseThrow();

        assertThat(read(document)).hasToString(entry.textAt("refusal").orElseThrow());
        assertThat(faults(document).isEmpty()).isEqualTo(entry.at("schema").isPresent());
    }

    /// Every value of the example, each replaced by values of other kinds, and every object with one member more or
    /// less.
    @Test
    void bothAgreeOnWhatIsNearTheExample() {
        var near = Mutations.of(json(EXAMPLE)).toList();

        assertThat(near).hasSizeGreaterThan(500);
        assertThat(near.stream()
                        .filter(document -> faults(document).isEmpty() != read(document) instanceof Parsed.Ok)
                        .filter(document -> !read(document).toString().matches(BEYOND_THE_SCHEMA))
                        .map(document -> read(document) + " " + faults(document) + " " + JsonWriter.compact(document)))
                .isEmpty();
        assertThat(near.stream().filter(document -> read(document) instanceof Malformed))
                .hasSizeGreaterThan(400);
    }

    @Test
    void theSchemaNamesTheControls() {
        var known = Controls.known();
        assertThat(texts(schema().at("$defs", "controlId", "enum").orElseThrow()))
                .as("controlId in docs/perimeter.schema.json")
                .containsExactlyInAnyOrderElementsOf(known.ids());
        assertThat(texts(schema().at("$defs", "tightening", "enum").orElseThrow()))
                .containsExactlyElementsOf(known.tightening());
        assertThat(schema().at("$defs", "controls", "properties")
                        .map(Json.Obj.class::cast)
                        .orElseThrow()
                        .members())
                .containsOnlyKeys(known.quarantining());
    }

    /// Python's regular expressions know no classes of Unicode, and throw.
    @Test
    void itsPatternsAreForEveryLanguage() {
        assertThat(text(Path.of("docs", "perimeter.schema.json"))).doesNotContainPattern("\\\\\\\\[pP]\\{");
    }

    @Test
    void theDocumentOfALargeOrganizationIsAccepted() {
        assumeThat(Files.exists(LARGE))
                .as("a large organization's document is at hand")
                .isTrue();

        bothAccept(json(LARGE));
    }

    private static Json schema() {
        return json(Path.of("docs", "perimeter.schema.json"));
    }

    private static Parsed<PerimeterDocument> read(Json document) {
        return PerimeterReader.read(document, "test", Controls.known());
    }

    private static List<?> faults(Json document) {
        return SCHEMA.validate(JsonWriter.compact(document), InputFormat.JSON);
    }

    private static Stream<Json> entries(String file) {
        return ((Json.Arr) json(FIXTURES.resolve(file))).items().stream();
    }

    private static List<String> texts(Json list) {
        return ((Json.Arr) list)
                .items().stream().map(item -> item.text().orElseThrow()).toList();
    }

    private static Json json(Path file) {
        return switch (JsonReader.read(text(file))) {
            case Parsed.Ok<Json>(var json) -> json;
            case Malformed<Json> malformed -> throw new AssertionError(file + ": " + malformed);
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
