package vpceguard.notice.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.policy.Request;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.Restraint;

/// A report as JSON (`docs/report.md`). Policies stand in one list, since many endpoints have the same.
public final class ReportJson {
    private static final String SCHEMA = "vpceguard/report/1";

    private final Map<String, Integer> policies = new LinkedHashMap<>();

    private ReportJson() {}

    public static Json.Obj write(Report report) {
        return new ReportJson().of(report);
    }

    private Json.Obj of(Report report) {
        var endpoints = report.endpoints().stream().map(this::line).toList();
        var vpcs = Json.object();
        new TreeMap<>(report.vpcs()).forEach(vpcs::put);
        return Json.object()
                .put("schema", SCHEMA)
                .put("account", report.account())
                .put("regions", report.regions())
                .put("at", report.at().toString())
                .put("perimeter", report.perimeter())
                .put("gaps", report.gaps())
                .put(
                        "missing",
                        new Json.Arr(
                                report.missing().stream().map(Finding::json).toList()))
                .put("vpcs", vpcs.build())
                .put("controls", controls())
                .put("policies", policies.keySet())
                .put("endpoints", new Json.Arr(endpoints))
                .build();
    }

    private static Json controls() {
        return new Json.Arr(Controls.ALL.stream()
                .map(control -> Json.object()
                        .put("id", control.id())
                        .put("title", control.title())
                        .build())
                .toList());
    }

    private Json line(Report.Line line) {
        var endpoint = line.endpoint();
        var tags = Json.object();
        new TreeMap<>(endpoint.tags()).forEach(tags::put);
        var json = Json.object()
                .put("id", endpoint.id().value())
                .put("type", endpoint.type().name())
                .put("state", endpoint.state().name())
                .put("service", endpoint.service().value())
                .put("short", endpoint.service().shortName())
                .put("vpc", endpoint.vpcId())
                .put("region", line.region())
                .put("created", endpoint.createdAt().map(Object::toString))
                .put("tags", tags.build());
        line.assessment().json().members().forEach(json::put);
        endpoint.policy().ifPresent(policy -> json.put("policy", place(policy)));
        line.plan().policy().ifPresent(change -> proposed(change, json));
        line.plan().foreseen().ifPresent(told -> json.put("rehearsal", told.detail()));
        return json.put("reverts", line.plan().revert().map(Revert::lines).orElse(List.of()))
                .put(
                        "restraints",
                        line.plan().restraints().stream()
                                .map(Restraint::detail)
                                .distinct()
                                .toList())
                .build();
    }

    private void proposed(PolicyChange change, Json.Builder json) {
        json.put("proposed", place(change.after()));
        switch (change) {
            case Tighten(var _, var _, var proof) ->
                json.put("how", proof.how().word())
                        .put("sentence", proof.sentence())
                        .put(
                                "cutOff",
                                proof.cutOff().stream().map(Request::sentence).toList());
            case Quarantine _ ->
                json.put("how", "quarantine")
                        .put("sentence", "Nothing passes any more.")
                        .put("cutOff", List.of());
            case Restoration _ -> throw new IllegalStateException("no sweep takes a repair back");
        }
    }

    private int place(String text) {
        var policy = JsonReader.read(text).orEmpty().map(JsonWriter::compact).orElse(text);
        var known = policies.get(policy);
        if (known == null) {
            known = policies.size();
            policies.put(policy, known);
        }
        return known;
    }
}
