package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a process of its own, as people and shell scripts start it, from another folder.
class CommandLineIT {
    private static final String FULL = """
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}""";
    private static final String LINE = "{\"id\": 1, \"a\": " + FULL + ", \"b\": " + FULL + "}";

    @TempDir
    private Path folder;

    /// Sources may be newer than the last run; what is measured and said below is of a launcher that is up to date.
    @BeforeAll
    static void built(@TempDir Path anywhere) throws Exception {
        assertThat(Launcher.run(anywhere, Map.of(), Launcher.PATH + " --version")
                        .code())
                .isZero();
    }

    @BeforeEach
    void policies() throws IOException {
        Files.writeString(folder.resolve("full access.json"), FULL);
    }

    @Test
    void aFileNameMayHoldASpace() throws Exception {
        assertThat(sh("prove 'full access.json' \"$PWD/full access.json\""))
                .isEqualTo(new Run(0, "contained: B lets through every request that A does\n", ""));
    }

    @Test
    void startsThroughASymbolicLink() throws Exception {
        Files.createSymbolicLink(folder.resolve("a link"), Launcher.PATH);

        assertThat(Launcher.run(folder, Map.of(), "'./a link' prove none.json none.json"))
                .isEqualTo(new Run(2, "", "vpce-guard: \"none.json\": no such file\n"));
    }

    @Test
    void answersLinesThroughAPipe() throws Exception {
        Files.writeString(folder.resolve("pairs.jsonl"), LINE + "\nno line\n" + LINE + "\n");

        var run = Launcher.run(folder, Map.of(), "cat pairs.jsonl | " + Launcher.PATH + " prove --lines");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(3).element(1).asString().startsWith("{\"error\":");
        assertThat(run.out()).endsWith("{\"id\":1,\"answer\":\"CONTAINED\"}\n");
    }

    /// `yes` never ends by itself: the filter has to, once `head` is gone.
    @Test
    void endsQuietlyWhenNobodyReadsOn() throws Exception {
        Files.writeString(folder.resolve("line"), LINE);

        assertThat(Launcher.run(
                        folder, Map.of(), "yes \"$(cat line)\" | " + Launcher.PATH + " prove --lines | head -1"))
                .isEqualTo(new Run(0, "{\"id\":1,\"answer\":\"CONTAINED\"}\n", ""));
    }

    @Test
    void saysThatTheAnswerCannotBeWritten() throws Exception {
        assertThat(sh("prove 'full access.json' 'full access.json' > /dev/full"))
                .isEqualTo(new Run(70, "", "vpce-guard: the answer cannot be written, No space left on device\n"));
    }

    @Test
    void buildsNothingWhenNothingChanged() throws Exception {
        var built = Path.of("target", "command-line.classpath");
        var before = Files.getLastModifiedTime(built);

        assertThat(sh("--version").err()).isEmpty();
        assertThat(Files.getLastModifiedTime(built)).isEqualTo(before);
    }

    /// A JDK 25 is found by itself, whatever else JAVA_HOME names: here what says that it is a 17.
    @Test
    void anotherJavaIsPassedOver() throws Exception {
        var java =
                Files.createDirectories(folder.resolve("jdk-17").resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        var found = Map.of("JAVA25_HOME", System.getProperty("java.home"));

        for (var home : List.of("", folder.resolve("jdk-17").toString())) {
            var environment = new HashMap<>(found);
            environment.put("JAVA_HOME", home);
            assertThat(Launcher.run(folder, environment, Launcher.PATH + " --version")
                            .out())
                    .startsWith("vpce-guard ");
        }
    }

    @Test
    void aServiceMayHaveNoHome() throws Exception {
        assertThat(Launcher.run(
                        folder,
                        Map.of("HOME", "", "JAVA25_HOME", System.getProperty("java.home")),
                        Launcher.PATH + " prove none.json none.json"))
                .isEqualTo(new Run(2, "", "vpce-guard: \"none.json\": no such file\n"));
    }

    @Test
    void theCommandThatIsNotInJavaHasHelpToo() throws Exception {
        var run = sh("package-org --help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: vpce-guard package-org DIRECTORY");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        var asked = "source <(" + Launcher.PATH + " completion); compopt() { :; };"
                + " COMP_WORDS=(vpce-guard swe) COMP_CWORD=1; _complete_vpce-guard; echo \"${COMPREPLY[@]}\";"
                + " COMP_WORDS=(vpce-guard sweep --rep) COMP_CWORD=2; _complete_vpce-guard; echo \"${COMPREPLY[@]}\"";

        assertThat(Launcher.run(folder, Map.of(), asked)).isEqualTo(new Run(0, "sweep\n--report\n", ""));
    }

    private Run sh(String arguments) throws Exception {
        return Launcher.run(folder, Map.of(), Launcher.PATH + " " + arguments);
    }
}
