package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// The deployed package against its bill of materials, and the list of licences.
class SupplyChainIT {
    /// What may be in the package: licences that ask for no more than their text.
    private static final List<String> LICENCES = List.of("Apache-2.0", "MIT", "MIT-0");

    @Test
    void everyJarOfThePackageIsInTheBillWithTheSameBytes() throws Exception {
        var hashes = components().collect(Collectors.toMap(SupplyChainIT::jar, SupplyChainIT::hash));
        var packaged = new TreeMap<String, String>();
        try (var zip = new ZipFile(Path.of("target", "function.zip").toFile())) {
            for (var entry : zip.stream().toList()) {
                if (entry.getName().endsWith(".jar") && !entry.getName().endsWith("/vpce-guard.jar")) {
                    var sha256 = MessageDigest.getInstance("SHA-256");
                    packaged.put(
                            entry.getName().substring("lib/".length()),
                            HexFormat.of()
                                    .formatHex(sha256.digest(
                                            zip.getInputStream(entry).readAllBytes())));
                }
            }
        }

        assertThat(packaged).isNotEmpty();
        assertThat(hashes).containsAllEntriesOf(packaged);
    }

    @Test
    void noVersionIsASnapshot() throws IOException {
        assertThat(components())
                .allSatisfy(component ->
                        assertThat(component.textAt("version").orElseThrow()).doesNotContainIgnoringCase("snapshot"));
    }

    @Test
    void everyLicenceIsOneOfThoseThatMayBe() throws IOException {
        assertThat(components())
                .allSatisfy(component -> assertThat(licences(component))
                        .as(jar(component))
                        .isNotEmpty()
                        .isSubsetOf(LICENCES));
    }

    @Test
    void theListOfLicencesIsThatOfTheBill() throws IOException {
        var lines = components()
                .map(component -> "| %s | %s | %s |"
                        .formatted(
                                component.textAt("group").orElse("") + ":"
                                        + component.textAt("name").orElseThrow(),
                                component.textAt("version").orElseThrow(),
                                String.join(", ", licences(component))))
                .sorted()
                .toList();
        assertThat(Files.readAllLines(Path.of("docs", "licences.md")).stream()
                        .filter(line -> line.startsWith("| ") && line.contains(":"))
                        .toList())
                .isEqualTo(lines);
    }

    private static Stream<Json> components() throws IOException {
        var text = Files.readString(Path.of("target", "bom.json"));
        return JsonReader.read(text) instanceof Parsed.Ok<Json>(var bom) ? items(bom, "components") : Stream.empty();
    }

    private static String jar(Json component) {
        return component.textAt("name").orElseThrow() + "-"
                + component.textAt("version").orElseThrow() + ".jar";
    }

    private static String hash(Json component) {
        return items(component, "hashes")
                .filter(hash -> hash.textAt("alg").filter("SHA-256"::equals).isPresent())
                .map(hash -> hash.textAt("content").orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> licences(Json component) {
        return items(component, "licenses")
                .map(licence -> licence.textAt("license", "id")
                        .or(() -> licence.textAt("license", "name"))
                        .or(() -> licence.textAt("expression"))
                        .orElse(""))
                .toList();
    }

    private static Stream<Json> items(Json json, String name) {
        return json.at(name).orElse(new Json.Null()) instanceof Json.Arr(var items) ? items.stream() : Stream.empty();
    }
}
