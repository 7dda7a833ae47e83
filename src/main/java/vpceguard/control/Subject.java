package vpceguard.control;

import java.util.Optional;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Canonical;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// All that a control may look at.
///
/// @param account the account of the endpoint
/// @param ceiling the most that the endpoint's policy may let through
/// @param policy the endpoint's policy as far as one can be judged
/// @param change the call, or what a sweep or a person asks for, that set this off; empty where one only looks
/// @param network VPC and security groups of the endpoint, if they were read
public record Subject(
        Endpoint endpoint,
        String account,
        ServiceDetail service,
        Perimeter perimeter,
        Ceiling ceiling,
        PolicyView policy,
        Optional<EndpointChange> change,
        Before before,
        Optional<NetworkFacts> network) {

    public static Subject of(
            Endpoint endpoint,
            String account,
            ServiceDetail service,
            Perimeter perimeter,
            Ceiling ceiling,
            Optional<EndpointChange> change) {
        return new Subject(
                endpoint,
                account,
                service,
                perimeter,
                ceiling,
                view(endpoint, service),
                change,
                Before.UNKNOWN,
                Optional.empty());
    }

    /// The same with the policy that stood before the change.
    public Subject since(Optional<String> intent) {
        return with(before.with(intent), network);
    }

    /// The same with the network settings that stood before the change.
    public Subject with(NetworkSettings baseline) {
        return with(before.with(baseline), network);
    }

    /// The same with what is known of the network around the endpoint.
    public Subject with(NetworkFacts facts) {
        return with(before, Optional.of(facts));
    }

    /// The same where what the policy says is known otherwise than from the endpoint.
    public Subject with(PolicyView view) {
        return new Subject(endpoint, account, service, perimeter, ceiling, view, change, before, network);
    }

    private Subject with(Before other, Optional<NetworkFacts> facts) {
        return new Subject(endpoint, account, service, perimeter, ceiling, policy, change, other, facts);
    }

    /// Whether a control asks for the policy before, which is a call to have.
    public boolean asksForIntent() {
        return change.isPresent() && isOn(PolicyWidened.ID);
    }

    /// Whether a control asks for the network settings before, which is a call to have.
    public boolean asksForBaseline() {
        return change.isPresent() && isOn(NetworkSettingsChanged.ID);
    }

    /// Whether a control asks for the network around the endpoint, which was not read yet and is some calls to have.
    public boolean asksForNetwork() {
        return network.isEmpty() && !endpoint.securityGroups().isEmpty() && isOn(SecurityGroupOpen.ID);
    }

    /// What the baseline has, the call took away, and the endpoint has not got back.
    public Attachments lost() {
        return before.baseline()
                .filter(_ -> change.isPresent())
                .map(baseline -> switch (change.get().touched()) {
                    case Touched.Everything _ -> baseline.attachments();
                    case Touched.Members members -> baseline.attachments().and(members.removed());
                })
                .orElse(Attachments.NONE)
                .minus(endpoint.network().attachments());
    }

    /// Whether the endpoint has the policy of a quarantine, and its service is known to go by it.
    boolean isQuarantined() {
        return policy instanceof PolicyView.Read(var read)
                && Canonical.fingerprint(read.text()).equals(Canonical.fingerprint(Policy.QUARANTINE));
    }

    private boolean isOn(String controlId) {
        return Controls.level(controlId, perimeter) != Level.OFF;
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
