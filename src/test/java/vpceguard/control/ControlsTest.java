package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Stored;
import vpceguard.policy.Policy;

class ControlsTest {
    @Test
    void everyControlIsListedOnce() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("vpceguard.control").stream()
                        .filter(type -> type.isAssignableTo(Control.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(type -> type.getSimpleName())
                        .toList();

        assertThat(Controls.ALL)
                .extracting(control -> control.getClass().getSimpleName())
                .containsExactlyInAnyOrderElementsOf(classes);
    }

    @Test
    void theIdIsTheClassNameInKebabCaseAndHasAPage() {
        assertThat(Controls.ALL).allSatisfy(control -> {
            assertThat(control.id())
                    .isEqualTo(control.getClass()
                            .getSimpleName()
                            .replaceAll("(?<!^)([A-Z])", "-$1")
                            .toLowerCase(Locale.ROOT));
            assertThat(Path.of("docs", "controls", control.id() + ".md")).exists();
        });
    }

    @Test
    void theTableOfControlsSaysIdTitleAndDefaultLevel() throws IOException {
        var rows = Files.readAllLines(Path.of("docs", "controls", "README.md")).stream()
                .filter(line -> line.startsWith("| ["))
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Controls.ALL.stream()
                        .map(control -> "| [%1$s](%1$s.md) | %2$s | %3$s"
                                .formatted(
                                        control.id(),
                                        control.title(),
                                        control.defaultLevel().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void whatIsExemptLeavesNoQuestion() {
        var control = Controls.of(Controls.SECURITY_GROUP_OPEN);
        var exempt = new Exempt("we know", "ann", LocalDate.of(2027, 1, 1));
        var results = Map.<Control, ControlResult>of(control, new ControlResult.InsufficientData("nobody was asked"));

        assertThat(new Assessment(results, Map.of(control.id(), exempt), Optional.empty()).result())
                .isEqualTo(Assessment.Result.COMPLIANT);
        assertThat(new Assessment(results, Map.of(), Optional.empty()).result())
                .isEqualTo(Assessment.Result.INSUFFICIENT_DATA);
    }

    @ParameterizedTest
    @CsvSource({"'\"policies\": true', NOT_APPLICABLE", "'\"unknown\": \"throttled\"', NON_COMPLIANT"})
    void aQuarantineStandsWhereThePolicyCounts(String service, Assessment.Result result) {
        var json = Stored.of("""
                {"service": {%s}, "policy": %s,
                 "perimeter": {"network": {"regions": ["eu-west-1"]}, "controls": {"service-not-approved": "quarantine"}}}
                """.formatted(service, Policy.QUARANTINE));

        assertThat(Assessment.of(new Case(Path.of("quarantined"), json).subject())
                        .without(Controls.NETWORK)
                        .result())
                .isEqualTo(result);
    }
}
