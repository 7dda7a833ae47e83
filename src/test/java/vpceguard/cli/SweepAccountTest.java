package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepAccountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sweep --region=eu-west-1 --all-regions | --all-regions looks at all, expected no --region beside it",
                "sweep --region=../x | --region is \"../x\", expected one such as eu-west-1",
                "sweep --days=-5 --rehearse=calls | --days is -5, expected 1 to 3650",
                "sweep --report=no/such/folder.html | the report cannot be written to \"no/such/folder.html\","
                        + " expected a file in a directory that is there and may be written to",
                "sweep --report=docs | the report cannot be written to \"docs\","
                        + " expected a file in a directory that is there and may be written to",
            })
    void saysWhatIsWrong(String words, String reason) {
        assertThat(Run.of(words.split(" "))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }
}
