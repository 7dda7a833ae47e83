package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.control.Controls;
import vpceguard.perimeter.document.Documents;
import vpceguard.perimeter.document.PerimeterDocument;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;

/// The example of a large organization gives what the tables of `docs/perimeter.md` state.
class ExamplePerimeterTest {
    static Stream<Map<String, String>> levels() {
        return table("The levels of the example", 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("levels")
    void aRingsStarOverridesEveryGlobalLevelThenItsOwnEntries(Map<String, String> row) {
        var perimeter = perimeter(ring(row), Documents.TODAY);

        row.forEach((id, level) -> {
            if (!id.equals("ring")) {
                assertThat(Controls.level(id, perimeter))
                        .as(id)
                        .isEqualTo(Level.valueOf(level.toUpperCase(Locale.ROOT)));
            }
        });
    }

    static Stream<Map<String, String>> written() {
        return table("The ceilings of the example", 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("written")
    void theRingSaysWhichClausesAreWritten(Map<String, String> row) {
        assertThat(perimeter(ring(row), Documents.TODAY).writtenClauses().stream()
                        .map(clause -> clause.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(row.getOrDefault("clauses that are written", "").replace("none", ""));
    }

    static Stream<Map<String, String>> calls() {
        return table("The ceilings of the example", 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void eachClauseLetsThroughWhatIsStated(Map<String, String> row) {
        for (var ring : List.of("", "canary", "network-hub", "prod")) {
            var perimeter = perimeter(ring, LocalDate.parse(row.get("day")));
            for (var clause : Clause.values()) {
                var ceiling = Ceilings.of(perimeter, cell(row, "service"), Set.of(clause));
                assertThat(ReferenceEvaluator.allows(ceiling.policy(), request(row)))
                        .as("%s in %s", clause, ring)
                        .isEqualTo(cell(row, clause.name().toLowerCase(Locale.ROOT))
                                .equals("yes"));
            }
        }
    }

    private static Request request(Map<String, String> row) {
        var caller = cell(row, "caller");
        var owner = cell(row, "owner of the resource");
        var context = new HashMap<String, List<String>>(Map.of("aws:PrincipalAccount", List.of(caller)));
        if (caller.equals("member")) {
            context.put("aws:PrincipalOrgID", List.of(Ceilings.ORGANIZATION));
        }
        if (owner.equals("member")) {
            context.put("aws:ResourceOrgID", List.of(Ceilings.ORGANIZATION));
        } else if (owner.matches("[0-9]{12}")) {
            context.put("aws:ResourceAccount", List.of(owner));
        }
        var number = caller.equals("member") ? "777788889999" : caller.equals("anybody") ? "999988887777" : caller;
        return new Request(
                new Caller("AWS", "arn:aws:iam::" + number + ":role/r"),
                cell(row, "call"),
                owner.startsWith("noaa") ? "arn:aws:s3:::" + owner + "/a" : "arn:aws:any:us-east-1::thing/x",
                context);
    }

    @Test
    void itsCentralVpcAnswersNamesElsewhere() {
        assertThat(perimeter("", Documents.TODAY).centralVpcs())
                .containsExactly(new CentralVpc(
                        "222233334444",
                        "vpc-0aa11bb22cc33dd44",
                        CentralVpc.PrivateDns.ELSEWHERE,
                        "network@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "333344445555, 2026-11-24, policy-beyond-trusted-resources, vpc-0123456789abcdef0, s3, true",
        "333344445555, 2026-12-31, policy-beyond-trusted-resources, vpc-0123456789abcdef0, s3, true",
        "333344445555, 2027-01-01, policy-beyond-trusted-resources, vpc-0123456789abcdef0, s3, false",
        "333344445555, 2026-11-24, policy-beyond-trusted-resources, vpc-0fedcba9876543210, s3, false",
        "333344445555, 2026-11-24, policy-beyond-trusted-resources, vpc-0123456789abcdef0, sqs, false",
        "333344445555, 2026-11-24, policy-full-access, vpc-0123456789abcdef0, s3, false",
        "111122223333, 2026-11-24, policy-beyond-trusted-resources, vpc-0123456789abcdef0, s3, false",
    })
    void itsExemptionIsByAccountVpcServiceAndControlUntilADay(
            String account, LocalDate day, String control, String vpc, String service, boolean exempt) {
        var perimeter = Documents.at(example(), account, "prod", day);

        assertThat(perimeter.exemption(control, vpc, service).isPresent()).isEqualTo(exempt);
    }

    private static Perimeter perimeter(String ring, LocalDate day) {
        return Documents.at(example(), Ceilings.OWN, ring, day);
    }

    private static PerimeterDocument example() {
        return Documents.read(text(Path.of("docs", "examples", "organization-perimeter.json")));
    }

    private static String ring(Map<String, String> row) {
        return cell(row, "ring").replace("none", "");
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    /// The rows of a table under a heading, each by column.
    private static Stream<Map<String, String>> table(String heading, int index) {
        var section = text(Path.of("docs", "perimeter.md"))
                .split("### " + heading + "\n", 2)[1]
                .split("\n#", 2)[0];
        var tables = Arrays.stream(section.split("\n\n"))
                .map(String::strip)
                .filter(part -> part.startsWith("|"))
                .toList();
        var lines = tables.get(index).lines().map(ExamplePerimeterTest::cells).toList();
        var columns = lines.getFirst();
        return lines.stream().skip(2).map(cells -> {
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), cells.get(i));
            }
            return row;
        });
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
