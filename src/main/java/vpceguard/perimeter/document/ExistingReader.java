package vpceguard.perimeter.document;

import java.util.Map;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Level;

/// `{"level"?: "off"|"notify"|"remediate", "graceDays"?: 1…365}`, and budgets.
final class ExistingReader {
    private static final Map<String, Level> LEVELS = Words.of(Level.OFF, Level.NOTIFY, Level.REMEDIATE);

    private ExistingReader() {}

    static Existing read(Node node) {
        var members = node.members("level", "graceDays");
        return new Existing(
                members.optional("level", level -> level.word("level", LEVELS)),
                members.optional("graceDays", days -> days.number(1, 365)));
    }

    /// `{"policyPerEndpointPerDay"?, "networkPerEndpointPerDay"?, "networkPerAccountPerHour"?}`
    static Budgets budgets(Node node) {
        var members = node.members("policyPerEndpointPerDay", "networkPerEndpointPerDay", "networkPerAccountPerHour");
        var usual = Budgets.USUAL;
        return new Budgets(
                members.or("policyPerEndpointPerDay", usual.policyPerEndpointPerDay(), ExistingReader::budget),
                members.or("networkPerEndpointPerDay", usual.networkPerEndpointPerDay(), ExistingReader::budget),
                members.or("networkPerAccountPerHour", usual.networkPerAccountPerHour(), ExistingReader::budget));
    }

    private static int budget(Node node) {
        return node.number(0, 1000);
    }
}
