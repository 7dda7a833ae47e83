package vpceguard.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/// The template without macros and the package, as `./vpce-guard package-org` writes them for StackSets. That it says
/// what `sam deploy` expands, `test_package_org.py` holds.
///
/// @param key of the package in its bucket
record Expanded(Path directory, String key) {
    private static final String NAME = "vpce-guard";

    /// Made at the first use in this JVM.
    static final Expanded TEMPLATE = written(Path.of("target", "expanded"));

    private static Expanded written(Path directory) {
        var log = Path.of("target", "expanded.log").toFile();
        try {
            var process = new ProcessBuilder("./vpce-guard", "package-org", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the template was not expanded, see " + log);
            }
            var template = LocalAws.json(Files.readString(directory.resolve("member.json")));
            var key = template.textAt("Resources", "SweepFunction", "Properties", "Code", "S3Key");
            return new Expanded(directory, key.orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes the stack, with parameters `Name=value`.
    void deploy(LocalAws aws, String... parameters) {
        var bucket = "/" + NAME + "-packages-" + aws.region();
        aws.put(bucket, "");
        aws.put(bucket + "/" + key, directory.resolve(key));
        var values = new TreeMap<String, String>();
        values.put("PackagesName", NAME);
        for (var parameter : parameters) {
            // A value may have signs of equality too.
            var parts = parameter.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        aws.stacks().create(NAME, directory.resolve("member.json"), values);
    }
}
