package vpceguard.aws;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The error with which a service answered, in its own words.
///
/// @param code empty where the answer has none, as those of a proxy
record AwsError(String code, String message) {
    static AwsError of(AwsServiceException e) {
        var details = Optional.ofNullable(e.awsErrorDetails());
        return new AwsError(
                details.map(AwsErrorDetails::errorCode).orElse(""),
                details.map(AwsErrorDetails::errorMessage).orElseGet(() -> String.valueOf(e.getMessage())));
    }

    String sentence() {
        return code.isEmpty() ? message : code + ", " + message;
    }
}
