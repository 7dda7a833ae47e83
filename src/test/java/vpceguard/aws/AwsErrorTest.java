package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsErrorTest {
    @Test
    void isInTheWordsOfTheService() {
        var details = AwsErrorDetails.builder()
                .errorCode("AccessDenied")
                .errorMessage("not authorized")
                .build();

        var error = AwsError.of(
                AwsServiceException.builder().awsErrorDetails(details).build());

        assertThat(error).isEqualTo(new AwsError("AccessDenied", "not authorized"));
        assertThat(error.sentence()).isEqualTo("AccessDenied, not authorized");
    }

    @Test
    void anAnswerWithoutACodeIsOneInTheWordsOfItsReader() {
        var error = AwsError.of(AwsServiceException.builder().message("no XML").build());

        assertThat(error).isEqualTo(new AwsError("", "no XML"));
        assertThat(error.sentence()).isEqualTo("no XML");
    }

    @Test
    void detailsMayBeEmpty() {
        var error = AwsError.of(AwsServiceException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().build())
                .build());

        assertThat(error.code()).isEmpty();
        assertThat(error.sentence()).contains("403");
    }
}
