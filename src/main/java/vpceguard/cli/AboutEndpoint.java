package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import vpceguard.cli.shown.ShownEndpoint;
import vpceguard.cli.shown.ShownNetwork;
import vpceguard.cli.shown.ShownService;
import vpceguard.control.Assessment;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.document.Place;

/// A question about a whole endpoint: `{"endpoint", "service"?, "vpc"?, "securityGroups"?, "ring"?,
/// "perimeter"}`, each as AWS shows it.
final class AboutEndpoint {
    private AboutEndpoint() {}

    static Input<Assessment> assess(Question question) {
        return question.document("endpoint", ShownEndpoint::read)
                .then(shown -> service(question, shown.endpoint())
                        .then(service -> place(question, shown)
                                .then(place -> Assess.perimeter(question, place)
                                        .map(within -> Assess.subject(shown.endpoint(), shown.owner(), service, within))
                                        .then(subject -> network(question)
                                                .map(facts ->
                                                        facts.map(subject::with).orElse(subject)))
                                        .map(Assessment::of))));
    }

    private static Input<ServiceDetail> service(Question question, Endpoint endpoint) {
        return question.has("service")
                ? question.document("service", ShownService::read)
                : new Input.Read<>(ShownService.of(endpoint.service()));
    }

    /// The account that is shown is trusted, and what the document says of it is in force.
    private static Input<Place> place(Question question, ShownEndpoint shown) {
        return question.optionalText("ring")
                .map(ring -> new Place(shown.endpoint().service().partition(), shown.owner(), Optional.empty(), ring));
    }

    /// Empty if the question does not have both: then nothing is asked of who reaches the endpoint.
    private static Input<Optional<NetworkFacts>> network(Question question) {
        return question.has("vpc") && question.has("securityGroups")
                ? question.document("vpc", ShownNetwork::vpc)
                        .then(vpc -> question.document("securityGroups", ShownNetwork::groups)
                                .map(groups -> Optional.of(NetworkFacts.of(List.of(vpc), groups))))
                : new Input.Read<>(Optional.empty());
    }
}
