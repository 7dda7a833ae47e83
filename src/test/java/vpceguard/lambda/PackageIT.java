package vpceguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged zip in a JVM of its own, started as Lambda starts it, without anything of the build on its class path.
class PackageIT {
    @Test
    void thePackageAnswersAndFailsOnTheRuntimeApi(@TempDir Path root) throws Exception {
        unzip(Path.of("target", "function.zip"), root);
        try (var api = new RuntimeApi()) {
            var function = start(root, api, Map.of("HTTP_CLIENT", "crt"));
            try {
                var failedCall = Files.readString(Path.of("events", "failed-unauthorized.json"));
                var unreadable = Files.readString(Path.of("events", "unreadable-no-event-id.json"));

                var ignored = Objects.requireNonNull(api.invoke(failedCall), "no answer");
                var refused = Objects.requireNonNull(api.invoke(unreadable), "no answer");

                assertThat(ignored).isEqualTo(new RuntimeApi.Answer("response", "{\"result\":\"IGNORED\"}"));
                assertThat(refused.kind()).isEqualTo("error");
                assertThat(refused.body()).contains("UnreadableEventException").contains("eventID");
            } finally {
                function.destroy();
            }
        }
    }

    /// Nobody answers its one call to AWS; it goes on a little colder.
    @Test
    void aFunctionThatASnapshotIsTakenOfIsWarmedFirst(@TempDir Path root) throws Exception {
        unzip(Path.of("target", "function.zip"), root);
        var settings = Map.of(
                "HTTP_CLIENT", "java",
                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        try (var api = new RuntimeApi()) {
            var function = start(root, api, settings);
            try {
                var failedCall = Files.readString(Path.of("events", "failed-unauthorized.json"));

                assertThat(api.invoke(failedCall))
                        .isEqualTo(new RuntimeApi.Answer("response", "{\"result\":\"IGNORED\"}"));
                assertThat(api.restored()).isOne();
            } finally {
                function.destroy();
            }
        }
    }

    @Test
    void theCommandLineStaysAtHome(@TempDir Path root) throws IOException {
        unzip(Path.of("target", "function.zip"), root);
        try (var libraries = Files.list(root.resolve("lib"));
                var own = new ZipFile(root.resolve("lib", "vpce-guard.jar").toFile())) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .contains("vpce-guard.jar")
                    .noneMatch(name -> name.startsWith("picocli"));
            assertThat(own.stream().map(ZipEntry::getName))
                    .contains("vpceguard/lambda/ModifyVpcEndpointHandler.class")
                    .noneMatch(name -> name.startsWith("vpceguard/cli/"));
        }
    }

    /// The HTTP client brings native code: of each processor that the template lets choose.
    @Test
    void nativeCodeIsThereForEveryArchitectureOfTheTemplate(@TempDir Path root) throws IOException {
        unzip(Path.of("target", "function.zip"), root);
        var names = Map.of("x86_64", "x86_64", "arm64", "armv8");
        var template = Files.readString(Path.of("template.yaml"));
        try (var own = new ZipFile(root.resolve("lib", "vpce-guard.jar").toFile())) {
            assertThat(template).contains("AllowedValues: [arm64, x86_64]");
            assertThat(own.stream().map(ZipEntry::getName).filter(name -> name.endsWith("libaws-crt-jni.so")))
                    .containsExactlyInAnyOrderElementsOf(names.values().stream()
                            .map(name -> "linux/" + name + "/glibc/libaws-crt-jni.so")
                            .toList());
        }
    }

    private static Process start(Path root, RuntimeApi api, Map<String, String> settings) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        root + "/lib/*:target/ric/*",
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        ModifyVpcEndpointHandler.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "package-it.log").toFile());
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("AWS_LAMBDA_RUNTIME_API", api.address()),
                        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "guard"),
                        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
                        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                        Map.entry("AWS_REGION", region()),
                        Map.entry("AWS_ACCESS_KEY_ID", "test"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "test"),
                        Map.entry("MODE", "observe"),
                        Map.entry("ACCOUNT_ID", "111122223333"),
                        Map.entry("PARTITION", "aws"),
                        Map.entry("STACK_NAME", "vpce-guard"),
                        Map.entry("ROLE_ARNS", "arn:aws:iam::111122223333:role/guard"),
                        Map.entry("TABLE", "table"),
                        Map.entry("RETENTION_DAYS", "400"),
                        Map.entry("TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:notices"),
                        Map.entry("JOURNAL_GROUP", "group"),
                        Map.entry("JOURNAL_STREAM", "journal"),
                        Map.entry("FOLLOW_UP_QUEUE", "https://queue")));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private static String region() throws IOException {
        return Files.readString(Path.of("events", "failed-unauthorized.json")).contains("eu-west-1")
                ? "eu-west-1"
                : "us-east-1";
    }

    private static void unzip(Path zip, Path root) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                try {
                    var target = root.resolve(entry.getName());
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(file.getInputStream(entry), target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
