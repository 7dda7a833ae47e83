package vpceguard.notice;

import vpceguard.model.EndpointId;

/// The stack that tells, so that people find their way back to it.
///
/// @param stack its name in CloudFormation
/// @param table its ledger, where whole records can be read
public record Sender(String stack, String table) {
    /// The command that shows all records of an endpoint, for `ID`.
    String explain(String region) {
        return explain(region, "ID");
    }

    /// The command that shows one record.
    String explain(String region, EndpointId endpoint, String cause) {
        return explain(region, endpoint.value()) + " --cause=" + quoted(cause);
    }

    private String explain(String region, String endpoint) {
        return "./vpce-guard explain --table=" + Ascii.of(table) + " --region=" + region + " --endpoint=" + endpoint;
    }

    /// The command that takes a repair back.
    String undo(String region, EndpointId endpoint, String cause) {
        return asked("undo", region) + name(endpoint, cause);
    }

    /// The command that makes the policy again, as far as today's perimeter lets it.
    String follow(String region, EndpointId endpoint) {
        return asked("follow", region) + endpoint;
    }

    private String asked(String command, String region) {
        return "./vpce-guard " + command + " --stack=" + Ascii.of(stack) + " --region=" + region + " --reason=WHY ";
    }

    /// A record as commands take it.
    static String name(EndpointId endpoint, String cause) {
        return quoted(endpoint + "/" + cause);
    }

    /// As a shell takes it.
    private static String quoted(String text) {
        return "'" + Ascii.of(text).replace("'", "?") + "'";
    }
}
