package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import vpceguard.aws.AwsAccount;

class NoAnswerTest {
    /// A profile that is named answers alone, and would hide the keys from the environment.
    @ParameterizedTest
    @ValueSource(strings = {AwsAccount.NONE_IN_PROFILE + "\"audit\"", "Unable to load credentials from any provider"})
    void whoHasNoCredentialsIsToldHowToCallThereafter(String message) {
        assertThat(NoAnswer.of(SdkClientException.create(message)))
                .startsWith("no credentials are found")
                .endsWith(
                        "; of a profile that signs in or assumes a role, aws configure export-credentials --format env"
                                + " gives them to the environment; then name no --profile, but --region");
    }
}
