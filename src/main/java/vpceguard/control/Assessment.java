package vpceguard.control;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.proof.Axiom;

/// The answers of all controls that are not off, for one endpoint at one time.
///
/// @param exempt the controls that the endpoint is exempt from, by id
/// @param leftAlone why the endpoint was not judged, if AWS manages it or it is gone
public record Assessment(Map<Control, ControlResult> results, Map<String, Exempt> exempt, Optional<String> leftAlone) {
    /// How an endpoint stands, as AWS Config names it; the worst first.
    public enum Result {
        NON_COMPLIANT,
        INSUFFICIENT_DATA,
        COMPLIANT,
        NOT_APPLICABLE
    }

    public Assessment {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        exempt = Map.copyOf(exempt);
    }

    public static Assessment of(Subject subject) {
        var leftAlone = Untouchable.reason(subject);
        var results = new LinkedHashMap<Control, ControlResult>();
        var exempt = new LinkedHashMap<String, Exempt>();
        if (leftAlone.isEmpty()) {
            for (var control : Controls.OF_ENDPOINTS) {
                if (subject.perimeter().level(control.id(), control.defaultLevel()) != Level.OFF) {
                    results.put(control, control.check(subject));
                    subject.perimeter()
                            .exemption(control.id(), subject.endpoint())
                            .ifPresent(exemption -> exempt.put(control.id(), Exempt.by(exemption)));
                }
            }
        }
        var found = new Assessment(results, exempt, leftAlone);
        return Controls.quarantining(subject.perimeter()).anyMatch(found::finds) && subject.isQuarantined()
                ? found.quarantined()
                : found;
    }

    /// The same where nothing passes the endpoint, as the perimeter asks: what its policy says and where it leads is
    /// over as long as that stands.
    private Assessment quarantined() {
        var others = new LinkedHashMap<>(results);
        others.replaceAll((control, result) -> control.isAbout(Matter.POLICY) || control.isAbout(Matter.SERVICE)
                ? new ControlResult.NotApplicable("the endpoint is quarantined: nothing passes it")
                : result);
        return new Assessment(others, exempt, leftAlone);
    }

    /// The same without the answers of some controls.
    public Assessment without(Set<String> controlIds) {
        var others = new LinkedHashMap<>(results);
        others.keySet().removeIf(control -> controlIds.contains(control.id()));
        return new Assessment(others, exempt, leftAlone);
    }

    /// All findings from which something follows, the worst first.
    public List<Finding> findings() {
        return all().filter(finding -> finding.exempt().isEmpty()).toList();
    }

    /// All findings from which nothing follows, the worst first.
    public List<Finding> exemptFindings() {
        return all().filter(finding -> finding.exempt().isPresent()).toList();
    }

    /// Both, the exempt ones last.
    public List<Finding> allFindings() {
        return Stream.concat(findings().stream(), exemptFindings().stream()).toList();
    }

    private Stream<Finding> all() {
        return results.values().stream()
                .flatMap(result -> result.findings().stream())
                .map(finding -> Optional.ofNullable(exempt.get(finding.controlId()))
                        .map(finding::exempt)
                        .orElse(finding))
                .sorted(Comparator.comparing(Finding::severity).reversed());
    }

    /// The reasons of the controls that could not answer, each once, with the controls that it keeps from answering.
    /// An endpoint that is exempt from a control is so from its questions.
    public List<String> open() {
        var controls = new LinkedHashMap<String, String>();
        results.forEach((control, result) -> {
            if (result instanceof ControlResult.InsufficientData(var reason) && !exempt.containsKey(control.id())) {
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

    /// Whether something follows from what the control of that id found.
    public boolean finds(String controlId) {
        return findings().stream().anyMatch(finding -> finding.controlId().equals(controlId));
    }

    /// Whether the control of that id answered, and finds nothing.
    public boolean isMet(String controlId) {
        return results.entrySet().stream()
                .filter(answer -> answer.getKey().id().equals(controlId))
                .map(Map.Entry::getValue)
                .anyMatch(result ->
                        result instanceof ControlResult.Compliant || result instanceof ControlResult.NotApplicable);
    }

    /// Whether the control of that id is the reason for something to do: it found something or could not
    /// answer, and the endpoint is not exempt from it.
    public boolean raises(String controlId) {
        return !exempt.containsKey(controlId)
                && Optional.ofNullable(results.get(Controls.of(controlId)))
                        .filter(result -> result instanceof ControlResult.NonCompliant
                                || result instanceof ControlResult.InsufficientData)
                        .isPresent();
    }

    /// The worst of the answers. What is exempt counts as compliant, what is not known never.
    public Result result() {
        if (!findings().isEmpty()) {
            return Result.NON_COMPLIANT;
        }
        if (!open().isEmpty()) {
            return Result.INSUFFICIENT_DATA;
        }
        return results.values().stream().anyMatch(result -> !(result instanceof ControlResult.NotApplicable))
                ? Result.COMPLIANT
                : Result.NOT_APPLICABLE;
    }

    /// The worst severity found; medium where a question stayed open, since not knowing is a finding too.
    public Severity severity() {
        return findings().stream().map(Finding::severity).findFirst().orElse(Severity.MEDIUM);
    }

    public Json.Obj json() {
        return Json.object()
                .put("result", result().name())
                .put(
                        "findings",
                        new Json.Arr(allFindings().stream().map(Finding::json).toList()))
                .put("open", open())
                .put("notApplicable", notApplicable())
                .put("assumed", assumed())
                .put("leftAlone", leftAlone)
                .build();
    }
}
