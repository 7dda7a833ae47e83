package vpceguard.perimeter.document;

import java.util.HashSet;
import java.util.Set;
import vpceguard.perimeter.KnownControls;
import vpceguard.perimeter.RehearsalRules;

/// `{"controls"?: [control], "days"?: 1…365, "members"?: [account]}`
record RehearsalReader(KnownControls known) {
    RehearsalRules read(Node node) {
        var members = node.members("controls", "days", "members");
        return new RehearsalRules(
                members.or(
                        "controls",
                        Set.of(),
                        controls -> new HashSet<>(controls.some(control -> LevelsReader.control(control, known)))),
                members.or("days", RehearsalRules.USUAL.days(), days -> days.number(1, 365)),
                members.someOrNone("members", Form.ACCOUNT));
    }
}
