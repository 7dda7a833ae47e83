package vpceguard.remediation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import vpceguard.json.Json;
import vpceguard.json.Stored;
import vpceguard.model.NetworkJson;
import vpceguard.model.NetworkSettings;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Proof;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;

/// A plan as members of a record's JSON; what is written is read again without loss.
final class PlanJson {
    private PlanJson() {}

    static void write(Plan plan, Json.Builder json) {
        json.put(
                "restraints",
                new Json.Arr(plan.restraints().stream().map(Restraint::json).toList()));
        plan.foreseen()
                .ifPresent(told ->
                        json.put("rehearsal", told.detail().with("sentence", new Json.Str(told.sentence()))));
        plan.policy().ifPresent(change -> write(change, json));
        plan.revert()
                .ifPresent(revert -> json.put(
                        "revert",
                        Json.object()
                                .put("removed", NetworkJson.write(new NetworkSettings(revert.removed())))
                                .put("restored", NetworkJson.write(revert.restored()))
                                .build()));
    }

    private static void write(PolicyChange change, Json.Builder json) {
        var texts = Json.object().put("before", change.before()).put("after", change.after());
        switch (change) {
            case Tighten tighten ->
                json.put("tighten", texts.put("proof", tighten.proof().json()).build());
            case Quarantine _ -> json.put("quarantine", texts.build());
            case Restoration _ -> json.put("restoration", texts.build());
        }
    }

    static Plan read(Stored stored) {
        return new Plan(
                stored.optionalChild("tighten")
                        .<PolicyChange>map(PlanJson::tighten)
                        .or(() -> stored.optionalChild("quarantine").map(child -> new Quarantine(child.text("before"))))
                        .or(() -> stored.optionalChild("restoration")
                                .map(child -> new Restoration(child.text("before"), child.text("after")))),
                stored.optionalChild("revert").map(PlanJson::revert),
                stored.list("restraints", item -> restraint(Stored.of(item))),
                stored.optionalChild("rehearsal").map(told -> new Foreseen(told.text("sentence"), told.object())));
    }

    private static Tighten tighten(Stored stored) {
        var proof = stored.child("proof");
        return new Tighten(
                stored.text("before"),
                stored.text("after"),
                new Proof(
                        Proof.How.valueOf(proof.text("how").toUpperCase(Locale.ROOT)),
                        Proof.Basis.valueOf(proof.text("basis").toUpperCase(Locale.ROOT)),
                        proof.text("sha256Before"),
                        proof.text("sha256Ceiling"),
                        proof.text("sha256After"),
                        proof.integer("statementsKept"),
                        proof.texts("opaque"),
                        proof.list("cutOff", request -> request(Stored.of(request)))));
    }

    private static Revert revert(Stored stored) {
        return new Revert(
                NetworkJson.read(stored.child("removed")).attachments(), NetworkJson.read(stored.child("restored")));
    }

    static Request request(Stored stored) {
        var context = new LinkedHashMap<String, List<String>>();
        var keys = stored.child("context");
        keys.object()
                .members()
                .forEach((name, value) ->
                        context.put(name, value instanceof Json.Arr ? keys.texts(name) : List.of(keys.text(name))));
        return new Request(stored.text("principal"), stored.text("action"), stored.text("resource"), context, true);
    }

    private static Restraint restraint(Stored stored) {
        var id = stored.text("restraint");
        for (var kind : Restraint.Kind.values()) {
            if (kind.id().equals(id)) {
                return new Restraint(kind, stored.text("detail"));
            }
        }
        throw new IllegalStateException("stored record with an unknown restraint");
    }
}
