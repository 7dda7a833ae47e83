package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

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
}
