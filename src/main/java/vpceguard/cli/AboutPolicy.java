package vpceguard.cli;

import java.util.Map;
import java.util.Optional;
import vpceguard.cli.shown.ShownService;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Matter;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;

/// A question about a policy alone, whatever endpoint it is for: `{"policy", "service", "type"?,
/// "perimeter"}`.
final class AboutPolicy {
    private AboutPolicy() {}

    /// @param account the endpoint's, if it is known
    static Input<Assessment> assess(Question question, Optional<String> account) {
        return question.anyType()
                .then(type -> service(question)
                        .then(name -> Where.place(name.partition(), account, Optional.empty())
                                .then(place -> Assess.perimeter(question, place))
                                .then(within -> policyText(question)
                                        .map(text -> assessment(endpoint(type, name, text), account, within)))));
    }

    private static Input<ServiceName> service(Question question) {
        return question.text("service")
                .map(ServiceName::new)
                .then(name -> name.value().isBlank()
                        ? new Input.Refused<>("the service's name is empty, expected one such as s3")
                        : RegionalService.misspelled(name)
                                .<Input<ServiceName>>map(Input.Refused::new)
                                .orElseGet(() -> new Input.Read<>(name)));
    }

    /// The policy as EC2 would show it: what cannot be read as a policy is a finding, not a bad question.
    private static Input<Optional<String>> policyText(Question question) {
        return new Input.Read<>(question.members()
                .get("policy")
                .filter(policy -> !(policy instanceof Json.Null))
                .map(policy -> policy.text().orElseGet(() -> JsonWriter.compact(policy))));
    }

    private static Assessment assessment(Endpoint endpoint, Optional<String> account, Perimeter perimeter) {
        return Assessment.of(
                Assess.subject(endpoint, account, ShownService.of(endpoint.service()), ofPolicies(perimeter)));
    }

    /// Owner and network of an endpoint are no question about a policy.
    static Perimeter ofPolicies(Perimeter perimeter) {
        var within = perimeter;
        for (var control : Controls.ALL) {
            if (!control.isAbout(Matter.POLICY)) {
                within = within.with(control.id(), Level.OFF);
            }
        }
        return within;
    }

    static Endpoint endpoint(EndpointType type, ServiceName service, Optional<String> policy) {
        return new Endpoint(
                new EndpointId("vpce-00000000000000000"),
                type,
                new EndpointState("available"),
                "vpc-00000000000000000",
                service,
                service.region(),
                policy,
                new NetworkSettings(Attachments.NONE),
                Optional.of(false),
                Map.of(),
                Optional.empty());
    }
}
