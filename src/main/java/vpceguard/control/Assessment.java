package vpceguard.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.proof.Axiom;

/// The answers of all controls that are not off, for one endpoint at one time.
///
/// @param leftAlone why the endpoint was not judged, if AWS manages it or it is gone
public record Assessment(Map<Control, ControlResult> results, Optional<String> leftAlone) {
    public Assessment {
        results = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    public static Assessment of(Subject subject) {
        var leftAlone = Untouchable.reason(subject);
        var results = new LinkedHashMap<Control, ControlResult>();
        if (leftAlone.isEmpty()) {
            for (var control : Controls.ALL) {
                if (subject.perimeter().level(control.id(), control.defaultLevel()) != Level.OFF) {
                    results.put(control, control.check(subject));
                }
            }
        }
        return new Assessment(results, leftAlone);
    }

    /// All findings, the worst first.
    public List<Finding> findings() {
        return results.values().stream()
                .filter(ControlResult.NonCompliant.class::isInstance)
                .flatMap(result -> ((ControlResult.NonCompliant) result).findings().stream())
                .sorted(java.util.Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /// The reasons of the controls that could not answer, each once, with the controls that it keeps from answering.
    public List<String> open() {
        var controls = new LinkedHashMap<String, String>();
        results.forEach((control, result) -> {
            if (result instanceof ControlResult.InsufficientData(var reason)) {
                controls.merge(reason, control.id(), (some, other) -> some + ", " + other);
            }
        });
        return controls.entrySet().stream()
                .map(entry -> entry.getValue() + ": " + entry.getKey())
                .toList();
    }

    /// Why controls do not concern the endpoint, each reason once.
    public List<String> notApplicable() {
        return results.values().stream()
                .filter(ControlResult.NotApplicable.class::isInstance)
                .map(result -> ((ControlResult.NotApplicable) result).reason())
                .distinct()
                .toList();
    }

    /// What AWS says of requests and the answers rest on, in words, each once.
    public List<String> assumed() {
        return results.values().stream()
                .flatMap(result -> result.assumed().stream())
                .sorted()
                .map(Axiom::sentence)
                .distinct()
                .toList();
    }

    /// Whether the control of that id is the reason for something to do: it found something or could not answer.
    public boolean raises(String controlId) {
        return results.entrySet().stream()
                .anyMatch(entry -> entry.getKey().id().equals(controlId)
                        && (entry.getValue() instanceof ControlResult.NonCompliant
                                || entry.getValue() instanceof ControlResult.InsufficientData));
    }

    /// One word for the endpoint: the worst of the answers.
    public String result() {
        if (!findings().isEmpty()) {
            return "NON_COMPLIANT";
        }
        if (!open().isEmpty()) {
            return "INSUFFICIENT_DATA";
        }
        return results.values().stream().anyMatch(ControlResult.Compliant.class::isInstance)
                ? "COMPLIANT"
                : "NOT_APPLICABLE";
    }

    /// The worst severity found; medium where a question stayed open, since not knowing is a finding too.
    public Severity severity() {
        return findings().stream().map(Finding::severity).findFirst().orElse(Severity.MEDIUM);
    }

    public Json.Obj json() {
        return Json.object()
                .put("result", result())
                .put(
                        "findings",
                        new Json.Arr(List.copyOf(
                                findings().stream().map(Finding::json).toList())))
                .put("open", open())
                .put("notApplicable", notApplicable())
                .put("assumed", assumed())
                .put("leftAlone", leftAlone)
                .build();
    }
}
