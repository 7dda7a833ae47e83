package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vpceguard.remediation.Records;

class AuditLineTest {
    @Test
    void aLineHasAFieldForEachHeading() {
        assertThat(AuditLine.of(Records.bare()))
                .isEqualTo(
                        "1970-01-01T00:00:00Z,,111122223333,us-east-1,vpce-01234567,,unknown,CreateVpcEndpoint,unknown,"
                                + "PLANNED,low,,,observe,unconfirmed,event\r\n");
        assertThat(AuditLine.HEADING.split(",")).hasSize(16);
    }

    /// What an endpoint's owner or a caller wrote neither ends a line nor becomes a formula.
    @Test
    void textFromOutsideStaysInItsField() {
        var line = AuditLine.of(Records.full());

        assertThat(line.codePoints().filter(c -> c < ' ').toArray()).containsExactly('\r', '\n');
        assertThat(line).contains(",\"\"\"\\  [31m    \ud83d\ude00 \",");
        assertThat(AuditLine.field("=HYPERLINK(\"http://x\")")).isEqualTo("\"'=HYPERLINK(\"\"http://x\"\")\"");
        assertThat(AuditLine.field("-1+1")).isEqualTo("\"'-1+1\"");
    }
}
