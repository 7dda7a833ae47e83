package vpceguard.cli;

import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import vpceguard.aws.AwsAccount;
import vpceguard.json.Quoted;

/// Why AWS did not answer, and what the person at the terminal can do.
final class NoAnswer {
    private static final String ELSE =
            "; of a profile that signs in or assumes a role, aws configure export-credentials --format env gives them"
                    + " to the environment; then name no --profile, but --region";

    private NoAnswer() {}

    static String of(RuntimeException reason) {
        var message = String.valueOf(reason.getMessage());
        if (message.startsWith(AwsAccount.NONE_IN_PROFILE)) {
            return message + ", expected its keys in AWS's configuration files" + ELSE;
        }
        return message.startsWith("Unable to load credentials")
                ? "no credentials are found, expected keys in the environment or in the profile" + ELSE
                : reason instanceof ResourceNotFoundException
                        ? "there is no such table in this account and Region, expected the output LedgerTable of the"
                                + " stack in --table, and its Region in --region"
                        : "AWS cannot be asked, " + Quoted.of(message);
    }
}
