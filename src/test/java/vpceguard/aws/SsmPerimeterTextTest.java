package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vpceguard.flow.PerimeterText.Reading;

class SsmPerimeterTextTest {
    @Test
    void aParameterIsFoundWithItsVersion() {
        assertThat(read(200, "{\"Parameter\": {\"Value\": \"{}\", \"Version\": 3}}"))
                .isEqualTo(new Reading.Found("{}", "ssm:/vpce-guard/perimeter:3"));
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        assertThat(read(400, "{\"__type\": \"ParameterNotFound\", \"message\": \"Parameter not found.\"}"))
                .isEqualTo(new Reading.Missing("there is no parameter \"/vpce-guard/perimeter\""));
    }

    @Test
    void whatIsDeniedIsNotRead() {
        assertThat(read(400, "{\"__type\": \"AccessDeniedException\"}")).isInstanceOf(Reading.Unread.class);
    }

    private static Reading read(int status, String answer) {
        return new SsmPerimeterText(Scripted.always(status, answer).calls(), "/vpce-guard/perimeter").read();
    }
}
