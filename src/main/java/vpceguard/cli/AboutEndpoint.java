package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import vpceguard.control.Assessment;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.document.Place;

/// A whole endpoint: `{"endpoint", "service"?, "vpc"?, "securityGroups"?, "ring"?, "perimeter"}`, each as AWS shows it.
final class AboutEndpoint {
    private AboutEndpoint() {}

    static Input<Assessment> assess(Question question) {
        return question.document("endpoint", document -> Shown.read(document, AboutEndpoint::owned))
                .then(owned -> service(question, owned.endpoint)
                        .then(service -> place(question, owned)
                                .then(place -> Assess.perimeter(question, place)
                                        .map(within -> Assess.subject(owned.endpoint, owned.account, service, within))
                                        .then(subject -> network(question)
                                                .map(facts ->
                                                        facts.map(subject::with).orElse(subject)))
                                        .map(Assessment::of))));
    }

    private record Owned(Endpoint endpoint, Optional<String> account) {}

    /// One alone may stand in the list that AWS's command line prints.
    private static Owned owned(Shown shown) {
        if (shown.object().get(Snapshot.MEMBER).isEmpty()) {
            return new Owned(ShownEndpoint.read(shown), shown.text("OwnerId"));
        }
        var listed = shown.all(Snapshot.MEMBER, AboutEndpoint::owned);
        if (listed.size() != 1) {
            throw shown.misshapen(
                    Snapshot.MEMBER, "expected one endpoint, such as .VpcEndpoints[0], found " + listed.size());
        }
        return listed.getFirst();
    }

    private static Input<ServiceDetail> service(Question question, Endpoint endpoint) {
        return question.has("service")
                ? question.document("service", document -> Shown.read(document, ShownEndpoint::service))
                : new Input.Read<>(ShownEndpoint.service(endpoint.service()));
    }

    /// The account that is shown is trusted, and what the document says of it is in force.
    private static Input<Place> place(Question question, Owned owned) {
        return question.optionalText("ring")
                .map(ring -> new Place(owned.endpoint.service().partition(), owned.account, Optional.empty(), ring));
    }

    /// Empty if the question does not have both: then nothing is asked of who reaches the endpoint.
    private static Input<Optional<NetworkFacts>> network(Question question) {
        return question.has("vpc") && question.has("securityGroups")
                ? question.document("vpc", document -> Shown.read(document, ShownNetwork::vpc))
                        .then(vpc -> question.document(
                                        "securityGroups", document -> Shown.readAll(document, ShownNetwork::group))
                                .map(groups -> Optional.of(NetworkFacts.of(List.of(vpc), groups))))
                : new Input.Read<>(Optional.empty());
    }
}
