package vpceguard.perimeter.document;

import java.util.Map;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.Cap;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Level;

/// `{"level"?: "off"|"notify"|"remediate", "graceDays"?: 1…365, "cap"?: {"repairsPerDay", "stacks"}}`, and budgets.
final class ExistingReader {
    private static final Map<String, Level> LEVELS = Words.of(Level.OFF, Level.NOTIFY, Level.REMEDIATE);

    /// Accounts by Regions of the largest organizations, with room to spare.
    private static final int MOST = 1_000_000;

    static final int MOST_OF_BUDGET = 1000;

    private ExistingReader() {}

    static Existing read(Node node) {
        var members = node.members("level", "graceDays", "cap");
        return new Existing(
                members.optional("level", level -> level.word("level", LEVELS)),
                members.optional("graceDays", days -> days.number(1, 365)),
                members.optional("cap", ExistingReader::cap));
    }

    private static Cap cap(Node node) {
        var members = node.members("repairsPerDay", "stacks");
        return new Cap(
                members.required("repairsPerDay", repairs -> repairs.number(1, MOST)),
                members.required("stacks", stacks -> stacks.number(1, MOST)));
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
        return node.number(0, MOST_OF_BUDGET);
    }
}
