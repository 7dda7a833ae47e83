package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vpceguard.local.LocalAws;

/// `./vpce-guard` in a process of its own.
public final class Launcher {
    public static final Path PATH = Path.of("vpce-guard").toAbsolutePath();

    private Launcher() {}

    /// A command that asks a local AWS as its administrator.
    public static Run ask(Path in, LocalAws aws, String command) throws Exception {
        return run(
                in,
                Map.of(
                        "AWS_ENDPOINT_URL", aws.url(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_REGION", aws.region(),
                        "AWS_PROFILE", ""),
                PATH + " " + command);
    }

    /// A script in bash; an empty variable is unset.
    public static Run run(Path in, Map<String, String> environment, String script) throws Exception {
        var out = Files.createTempFile(in, "out", "");
        var err = Files.createTempFile(in, "err", "");
        var builder = new ProcessBuilder("bash", "-c", script)
                .directory(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        var process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ends", script)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
