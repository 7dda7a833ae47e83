package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import vpceguard.cli.shown.ShownService;
import vpceguard.cli.template.Declared;
import vpceguard.cli.template.Declared.Written;
import vpceguard.control.Assessment;
import vpceguard.control.PolicyView;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Policy;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Planner;

/// What a template declares, judged as if it had been made.
record Judged(Declared declared, Subject subject, Assessment assessment) {
    static Judged of(Declared declared, Perimeter perimeter, Optional<String> account) {
        var name = declared.service().orElse(new ServiceName("unknown"));
        // What is not known may carry a policy.
        var type = declared.type().orElse(EndpointType.INTERFACE);
        var subject = Assess.subject(
                AboutPolicy.endpoint(type, name, text(declared.policy())),
                account,
                ShownService.of(name),
                AboutPolicy.ofPolicies(perimeter));
        var judged = open(declared, subject.ceiling())
                .filter(_ -> !type.carriesNoPolicy())
                .map(reason -> subject.with(new PolicyView.Unclear(reason)))
                .orElse(subject);
        return new Judged(declared, judged, Assessment.of(judged));
    }

    private static Optional<String> text(Written policy) {
        return switch (policy) {
            case Written.Text(var text) -> Optional.of(text);
            case Written.Nothing() -> Optional.of(Policy.DEFAULT);
            case Written.NotKnown _ -> Optional.empty();
        };
    }

    /// Why the policy, or what it would have to keep to, is not known.
    private static Optional<String> open(Declared declared, Ceiling ceiling) {
        var misspelled = declared.service().flatMap(RegionalService::misspelled);
        if (misspelled.isPresent()) {
            return misspelled;
        }
        return switch (declared.policy()) {
            case Written.Text _ -> Optional.empty();
            case Written.Nothing() ->
                ceiling.verified()
                        ? Optional.empty()
                        : Optional.of("no policy is set, so AWS's default is in force if the service supports policies,"
                                + " which AWS alone says");
            case Written.NotKnown(var reason) -> Optional.of(reason);
        };
    }

    /// Whether the template leaves the Region to whoever deploys it.
    boolean lacksRegion() {
        return declared.service()
                .filter(name -> name.region().isEmpty() && !name.isEndpointService())
                .isPresent();
    }

    /// What would be done once it is made.
    Plan plan() {
        return Planner.plan(subject, assessment, new Touched.Everything());
    }

    /// What could not be answered, in words; if the policy is not known, the reason stands for all questions.
    List<String> open() {
        return subject.policy() instanceof PolicyView.Unclear(var reason) ? List.of(reason) : assessment.open();
    }

    /// In words, for a heading.
    String sentence() {
        var service = declared.service().map(ServiceName::shortName).orElse("service not known");
        return declared.name()
                + declared.type()
                        .map(type -> " (" + type + ", " + service + ")")
                        .orElse("");
    }

    Json.Builder json() {
        return Json.object()
                .put("name", declared.name())
                .put("type", declared.type().map(EndpointType::name))
                .put("service", declared.service().map(ServiceName::value));
    }
}
