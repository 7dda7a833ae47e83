package vpceguard.notice;

import java.util.Optional;
import vpceguard.model.EndpointId;

/// The stack that sends a notice, so that people find their way back to it.
///
/// @param stack its name in CloudFormation
/// @param table its ledger, where whole records can be read
/// @param owner who answers for the account, as the perimeter document says
public record Sender(String account, String region, String stack, String table, Optional<String> owner) {
    /// One of whose account nobody is known to answer for it, or a record says who.
    public Sender(String account, String region, String stack, String table) {
        this(account, region, stack, table, Optional.empty());
    }

    /// Where it stands, for people.
    String place() {
        return account + owner.map(who -> " (" + Ascii.of(who) + ")").orElse("") + ", " + region;
    }

    /// The command that shows all records of an endpoint, for `ID`.
    String explain() {
        return explain("ID");
    }

    /// The command that shows one record.
    String explain(EndpointId endpoint, String cause) {
        return explain(endpoint.value()) + " --cause=" + quoted(cause);
    }

    private String explain(String endpoint) {
        return "./vpce-guard explain --table=" + Ascii.of(table) + " --region=" + region + " --endpoint=" + endpoint;
    }

    /// The command that takes a repair back.
    String undo(EndpointId endpoint, String cause) {
        return asked("undo") + name(endpoint, cause);
    }

    /// The command that makes the policy again, as far as today's perimeter lets it.
    String follow(EndpointId endpoint) {
        return asked("follow") + endpoint;
    }

    /// The command that looks why it cannot do its work.
    String doctor() {
        return ofStack("doctor");
    }

    /// What to do where the perimeter is not confirmed: nobody comes back to what was called meanwhile.
    String confirming() {
        return doctor() + " says what to put right; then " + ofStack("redrive");
    }

    private String asked(String command) {
        return ofStack(command) + " --reason=WHY ";
    }

    private String ofStack(String command) {
        return "./vpce-guard " + command + " --stack=" + Ascii.of(stack) + " --region=" + region;
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
