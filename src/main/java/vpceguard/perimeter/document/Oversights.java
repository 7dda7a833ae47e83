package vpceguard.perimeter.document;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;
import vpceguard.perimeter.KnownControls;
import vpceguard.perimeter.ServiceRule;
import vpceguard.policy.AddressRange;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Statement;

/// Refuses a new document for entries that are understood but that hardly anybody means.
///
/// A document that was taken before is not checked so: an upgrade that knows of more oversights takes no
/// perimeter out of force.
final class Oversights {
    private Oversights() {}

    static void refuse(Node document, PerimeterDocument read, KnownControls known) {
        new TreeMap<>(read.common().services())
                .forEach((service, rule) ->
                        refuse(JsonPointer.ROOT.child("services").child(service), rule));
        member(document, "network")
                .flatMap(network -> member(network, "clientCidrs"))
                .ifPresent(ranges -> ranges.list(Oversights::range));
        member(document, "required")
                .flatMap(required -> member(required, "actors"))
                .ifPresent(actors -> actors.list(actor -> actor.text(Form.ACTOR_OF_SIX_PARTS)));
        // With none at all, the first repair would be told as the last of a fight.
        member(document, "budgets")
                .flatMap(budgets -> member(budgets, "policyPerEndpointPerDay"))
                .ifPresent(policies -> policies.number(1, ExistingReader.MOST_OF_BUDGET));
        member(document, "rehearsal")
                .flatMap(rehearsal -> member(rehearsal, "controls"))
                .ifPresent(controls -> controls.list(control -> rehearsed(control, known)));
    }

    private static Optional<Node> member(Node object, String name) {
        return new Members(object.object(), object.at()).get(name);
    }

    private static void refuse(JsonPointer service, ServiceRule rule) {
        keys(service.child("also"), rule.also());
        keys(service.child("only"), rule.only());
        for (int i = 0; i < rule.also().size(); i++) {
            if (Strangers.passFreely(rule.also().get(i))) {
                throw new Refused(
                        service.child("also").child(i),
                        "it lets strangers through to what is theirs, signed or not; expected a Resource with an account"
                                + " or a name, or a Condition that says who, such as StringEquals on aws:PrincipalOrgID");
            }
        }
    }

    private static void keys(JsonPointer place, List<Statement> statements) {
        for (int i = 0; i < statements.size(); i++) {
            for (var condition : statements.get(i).conditions()) {
                if (!ConditionKeys.mayExist(condition.name())) {
                    throw new Refused(
                            place.child(i),
                            "expected a condition key that AWS has, found " + Quoted.of(condition.key()));
                }
            }
        }
    }

    private static String rehearsed(Node control, KnownControls known) {
        if (!known.tightening().contains(control.text())) {
            throw control.refused("expected one of " + String.join(", ", known.tightening()) + ", found "
                    + Quoted.of(control.text()) + ", of which a rehearsal holds nothing back");
        }
        return control.text();
    }

    private static AddressRange range(Node node) {
        var range = NetworkReader.range(node);
        var found = ", found " + Quoted.of(node.text());
        var parts = node.text().split("/", 2);
        if (node.text().endsWith("/0")) {
            throw node.refused("expected a range of addresses that leaves some out" + found);
        }
        if (!AddressRange.of(parts[0]).map(AddressRange::first).equals(Optional.of(range.first()))) {
            throw node.refused("expected an address that ends in zeros beyond the prefix, such as "
                    + AddressRange.address(range.bits(), range.first()).orElseThrow() + "/" + parts[1] + found);
        }
        return range;
    }
}
