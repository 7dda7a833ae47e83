package vpceguard.remediation;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;

/// How a repair can be undone.
public sealed interface WayBack {
    /// The plan that puts the before-image back, as far as the repair changed it.
    record Open(Plan plan) implements WayBack {}

    /// There is none, and why.
    record Closed(String reason) implements WayBack {}

    /// The way back of a record, for the endpoint as it is now.
    static WayBack of(RemediationRecord record, Endpoint now) {
        if (record.isUndo()) {
            return new Closed("it is an undo itself, not a repair");
        }
        var made = record.made();
        if (!made.writes()) {
            return new Closed(
                    "it is not a repair: its outcome is " + record.outcome().word());
        }
        return isAsLeft(made, now)
                ? new Open(back(made, record.endpoint()))
                : new Closed("somebody changed the endpoint since the repair, so that what stood before it may be"
                        + " wrong now; look at the endpoint");
    }

    /// Whether the endpoint still shows all that the repair made, EC2's own spelling aside.
    private static boolean isAsLeft(Plan plan, Endpoint now) {
        return Step.same(plan.policy().map(PolicyChange::after), plan.policy().flatMap(_ -> now.policy()))
                && plan.steps().stream()
                        .map(step -> new Step(Optional.empty(), step.removed(), step.restored()))
                        .allMatch(step -> step.isDoneIn(now));
    }

    /// A quarantine may have found another, and gone over a newer policy that had been written over.
    private static String stoodBehind(PolicyChange change, Endpoint before) {
        boolean isOverAnother = change instanceof Quarantine && Step.same(before.policy(), Optional.of(change.after()));
        return isOverAnother ? change.before() : before.policy().orElseThrow();
    }

    private static Plan back(Plan made, Endpoint before) {
        var policy =
                made.policy().<PolicyChange>map(change -> new Restoration(change.after(), stoodBehind(change, before)));
        return new Plan(policy, made.revert().map(revert -> back(revert, before)), List.of());
    }

    /// What was removed is put back and what was put back is removed; settings become what they were.
    private static Revert back(Revert revert, Endpoint before) {
        var options = new HashMap<>(before.network().dnsOptions());
        options.keySet().retainAll(revert.restored().dnsOptions().keySet());
        return new Revert(
                revert.restored().attachments(),
                new NetworkSettings(
                        revert.removed(),
                        revert.restored()
                                .privateDns()
                                .flatMap(_ -> before.network().privateDns()),
                        revert.restored()
                                .ipAddressType()
                                .flatMap(_ -> before.network().ipAddressType()),
                        options));
    }
}
