package vpceguard.control;

import java.util.TreeSet;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds an endpoint without the required tags, by which people see who owns it and who pays for it.
final class RequiredTagsMissing extends EndpointControl {
    RequiredTagsMissing() {
        super("required-tags-missing", "the endpoint lacks required tags", Level.NOTIFY, Matter.TAGS);
    }

    @Override
    public ControlResult check(Subject subject) {
        var missing = new TreeSet<>(subject.perimeter().required().tags());
        if (missing.isEmpty()) {
            return new ControlResult.NotApplicable("no tags are required");
        }
        missing.removeAll(subject.endpoint().tags().keySet());
        return ControlResult.found(missing.stream()
                .map(tag -> finding(
                        Severity.LOW,
                        "the endpoint has no tag " + Quoted.of(tag) + "; add it",
                        new Evidence("/Tags", "none", tag)))
                .toList());
    }
}
