package vpceguard.cli;

import vpceguard.json.Quoted;

/// Why AWS could not be asked, and what to do.
final class Refusal {
    private Refusal() {}

    static String of(RuntimeException reason) {
        var message = String.valueOf(reason.getMessage());
        return message.startsWith("Unable to load credentials")
                ? "no credentials are found, expected keys in the environment or in the profile; of a profile that"
                        + " signs in or assumes a role, aws configure export-credentials --format env gives them"
                : "AWS cannot be asked, " + Quoted.of(message);
    }
}
