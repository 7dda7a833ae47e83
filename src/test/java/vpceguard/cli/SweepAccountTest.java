package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepAccountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sweep --region=eu-west-1 --all-regions | --all-regions looks at all, expected no --region beside it",
                "sweep --region=../x | --region is \"../x\", expected one such as eu-west-1",
                "sweep --days=-5 --rehearse=calls | --days is -5, expected 1 to 3650",
                "sweep --days=30 | --days and --members are for recorded calls, expected --rehearse beside them",
                "sweep --members=m.json | --days and --members are for recorded calls, expected --rehearse beside them",
                "sweep --report=no/such/folder.html | the report cannot be written to \"no/such/folder.html\","
                        + " expected a file in a directory that is there and may be written to",
                "sweep --report=docs | the report cannot be written to \"docs\","
                        + " expected a file in a directory that is there and may be written to",
            })
    void saysWhatIsWrong(String words, String reason) {
        assertThat(Run.of(words.split(" "))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    /// Keys of the environment, which are the first that the SDK would take, are another account's.
    @ParameterizedTest
    @ValueSource(strings = {"nope", "role"})
    void aProfileWithoutKeysIsAnsweredByNobodyElses(String profile, @TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("config"),
                "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = nope\n");
        var settings = Map.of(
                "aws.accessKeyId",
                "other",
                "aws.secretAccessKey",
                "account",
                "aws.configFile",
                file.toString(),
                "aws.sharedCredentialsFile",
                folder.resolve("none").toString());
        settings.forEach(System::setProperty);
        try {
            var run = Run.of("sweep", "--region=eu-west-1", "--profile=" + profile);

            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("vpce-guard: no credentials are found in profile \"" + profile
                            + "\", expected its keys in AWS's configuration files; ")
                    .hasLineCount(1);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }
}
