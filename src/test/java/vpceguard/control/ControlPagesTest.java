package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What readers are told of each control, and of what other tools check.
class ControlPagesTest {
    private static final Path FOLDER = Path.of("docs", "controls");
    private static final String COVERS = "## Checks of other tools that it covers";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z-]+)\\.md\\)");

    @ParameterizedTest(name = "{index}")
    @MethodSource("controls")
    void aPageSaysWhatAReaderAsks(Control control) {
        var lines = page(control.id());

        assertThat(lines).startsWith("# " + control.id(), "", capital(control.title()) + ".");
        assertThat(lines.stream().filter(line -> line.startsWith("#")).skip(1))
                .containsExactly(
                        "## What it finds",
                        "## Why it matters",
                        "## What is done",
                        "## How to approve or exempt",
                        COVERS);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("## ")) {
                assertThat(lines.get(i + 1)).as("under %s", lines.get(i)).isNotBlank();
            }
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("controls")
    void aPageSaysTheDefaultLevelAndHowToExempt(Control control) {
        assertThat(String.join(" ", page(control.id())))
                .contains("Default: " + control.defaultLevel().name().toLowerCase(Locale.ROOT))
                .contains("[Exempt](../perimeter.md#exemptions)");
    }

    /// Either a control or the reason why there is none.
    @Test
    void eachCheckOfAnotherToolHasAnAnswer() {
        var rows = rows();

        assertThat(rows).hasSizeGreaterThan(40);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.checks()).as("%s", row).isNotEmpty();
            assertThat(ids()).containsAll(row.controls());
            assertThat(row.controls().isEmpty())
                    .as("%s", row)
                    .isEqualTo(row.answer().startsWith("none: "));
        });
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("controls")
    void aPageNamesTheChecksOfTheTable(Control control) {
        var id = control.id();
        var named = new TreeSet<String>();
        rows().stream().filter(row -> row.controls().contains(id)).forEach(row -> named.addAll(row.checks()));
        var lines = page(id);
        var section = String.join("\n", lines.subList(lines.indexOf(COVERS) + 1, lines.size()));

        if (named.isEmpty()) {
            assertThat(section).startsWith("None");
        } else {
            assertThat(found(NAME, section)).isEqualTo(named);
        }
    }

    private record Row(Set<String> checks, String answer) {
        Set<String> controls() {
            return found(LINK, answer);
        }
    }

    private static List<Row> rows() {
        return page("other-tools").stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| tool |"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(found(NAME, cells[2]), cells[3].strip()))
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private static String capital(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    static List<Control> controls() {
        return Controls.ALL;
    }

    private static List<String> ids() {
        return controls().stream().map(Control::id).toList();
    }

    private static List<String> page(String name) {
        try {
            return Files.readAllLines(FOLDER.resolve(name + ".md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
