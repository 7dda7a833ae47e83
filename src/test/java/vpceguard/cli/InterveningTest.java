package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `undo` and `follow` refuse what no function would take, before anything is sent.
class InterveningTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "undo --stack=s --reason=because vpce-1/record | expected ENDPOINT/RECORD, as the notice has it, found \"vpce-1/record\"",
                "undo --stack=s --reason=because vpce-0123456789abcdef0/ | expected ENDPOINT/RECORD, as the notice has it, found \"vpce-0123456789abcdef0/\"",
                "undo --stack=s --reason=because vpce-0123456789abcdef0 | expected ENDPOINT/RECORD, as the notice has it, found \"vpce-0123456789abcdef0\"",
                "undo --stack=s --reason=x vpce-0123456789abcdef0/record | --reason: expected why, in 3 to 500 characters, found \"x\"",
                "undo --stack=s --reason=because --hours=100 vpce-0123456789abcdef0/record | --hours: expected from 1 to 72, found 100",
                "follow --stack=s --reason=because vpce-1 | expected an endpoint such as vpce-0123456789abcdef0, found \"vpce-1\"",
                "follow --stack=s vpce-0123456789abcdef0 | missing required option",
            })
    void whatIsWrongIsSaid(String command, String said) {
        var run = Run.of(command.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("vpce-guard: " + said);
    }
}
