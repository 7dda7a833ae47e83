package vpceguard.control;

import java.util.Optional;
import vpceguard.event.EndpointChange;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// All that a control may look at.
///
/// @param account the account of the endpoint, from the event's envelope
/// @param ceiling the most that the endpoint's policy may let through
/// @param policy the endpoint's policy as far as one can be judged
/// @param change the call that set this off; empty in a sweep
/// @param intent the policy before the change, if a control asks for it and one is known
public record Subject(
        Endpoint endpoint,
        String account,
        ServiceDetail service,
        Perimeter perimeter,
        Ceiling ceiling,
        PolicyView policy,
        Optional<EndpointChange> change,
        Optional<String> intent) {

    public static Subject of(
            Endpoint endpoint,
            String account,
            ServiceDetail service,
            Perimeter perimeter,
            Ceiling ceiling,
            Optional<EndpointChange> change) {
        return new Subject(
                endpoint, account, service, perimeter, ceiling, view(endpoint, service), change, Optional.empty());
    }

    /// The same with the policy that stood before the change.
    public Subject since(Optional<String> before) {
        return new Subject(endpoint, account, service, perimeter, ceiling, policy, change, before);
    }

    /// Whether a control asks for the policy before, which is a call to have.
    public boolean asksForIntent() {
        return change.isPresent() && Controls.level(PolicyWidened.ID, perimeter) != Level.OFF;
    }

    private static PolicyView view(Endpoint endpoint, ServiceDetail service) {
        var type = endpoint.type();
        if (type.carriesNoPolicy()) {
            return new PolicyView.None("endpoints of type " + type + " carry no policy");
        }
        if (!type.mayCarryPolicy()) {
            return new PolicyView.Unclear(
                    "whether endpoints of type " + Quoted.of(type.name()) + " carry policies is not known");
        }
        return switch (service) {
            case ServiceDetail.Unknown(var reason) ->
                new PolicyView.Unclear("whether the service supports endpoint policies is not known: " + reason);
            case ServiceDetail.Known(var _, var supported, var _)
            when !supported -> new PolicyView.None("the service supports only the full-access policy");
            case ServiceDetail.Known _ ->
                endpoint.policy()
                        .map(Subject::read)
                        .orElse(new PolicyView.Unclear("AWS shows no policy for this endpoint"));
        };
    }

    private static PolicyView read(String text) {
        return switch (PolicyReader.read(text)) {
            case Parsed.Ok<Policy>(var policy) -> new PolicyView.Read(policy);
            case Parsed.Malformed<Policy>(var pointer, var reason) -> new PolicyView.Unreadable(pointer, reason);
        };
    }
}
