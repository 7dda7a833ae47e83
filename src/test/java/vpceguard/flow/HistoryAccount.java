package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.event.Touched;
import vpceguard.flow.HistoryStep.Act;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;

/// The endpoints of a history, and what people do to them.
final class HistoryAccount {
    static final Instant INSTALLED = World.NOW;
    private static final Set<String> BOTH = Set.of(World.APPROVED, World.STRANGE);

    /// What stands where: an endpoint from before the installation, two places for new ones, and one of AWS's own.
    private static final List<String> SERVICES = List.of("s3", "sns", "dynamodb", "sqs");

    static final int SLOTS = 4;
    private static final int MANAGED = 3;

    private final FakeEndpoints ec2;
    private final Map<Integer, EndpointId> slots = new HashMap<>();

    HistoryAccount(FakeEndpoints ec2) {
        this.ec2 = ec2;
        make(0, 0, World.FULL_ACCESS, INSTALLED.minus(Duration.ofDays(90)), false);
        make(MANAGED, 0, World.FULL_ACCESS, INSTALLED.minus(Duration.ofDays(90)), true);
    }

    /// Does it; returns the change as CloudTrail tells it, or empty if there is nothing to do it to.
    ///
    /// @param ours the policy that the function wrote last on that endpoint
    Optional<EndpointChange> act(Act act, Instant now, Optional<String> ours) {
        var id = Optional.ofNullable(slots.get(act.slot()));
        var shown = id.flatMap(known -> Optional.ofNullable(ec2.shown.get(known)));
        var half = HistoryPolicies.HALF_OPEN.formatted(SERVICES.get(act.slot()));
        var inside = World.inside(SERVICES.get(act.slot()) + ":*");
        return switch (act.deed()) {
            case CREATE_OPEN -> shown.isPresent() ? Optional.empty() : create(act, World.FULL_ACCESS, now);
            case CREATE_INSIDE -> shown.isPresent() ? Optional.empty() : create(act, inside, now);
            case OPEN -> shown.flatMap(endpoint -> set(act, endpoint, World.FULL_ACCESS, now));
            case HALF_OPEN -> shown.flatMap(endpoint -> set(act, endpoint, half, now));
            case BEYOND ->
                shown.flatMap(endpoint -> set(act, endpoint, inside.replace("o-a1b2c3d4e5", "o-partner0001"), now));
            case INSIDE -> shown.flatMap(endpoint -> set(act, endpoint, inside, now));
            case PASTE -> shown.flatMap(endpoint -> ours.flatMap(text -> set(act, endpoint, text, now)));
            case UNREADABLE -> shown.flatMap(endpoint -> set(act, endpoint, HistoryPolicies.UNREADABLE, now));
            case RESET ->
                shown.map(endpoint -> {
                    ec2.shown.put(endpoint.id(), endpoint.withPolicy(Optional.of(World.FULL_ACCESS)));
                    return modified(
                            act, endpoint, members(Optional.empty(), true, Attachments.NONE, Attachments.NONE), now);
                });
            case ADD_GROUP ->
                shown.filter(endpoint -> !endpoint.type().isGateway())
                        .map(endpoint -> groups(act, endpoint, BOTH, strange(), Attachments.NONE, now));
            case REMOVE_GROUP ->
                shown.filter(endpoint -> endpoint.securityGroups().size() > 1)
                        .map(endpoint ->
                                groups(act, endpoint, Set.of(World.APPROVED), Attachments.NONE, strange(), now));
            case DELETE -> {
                shown.ifPresent(endpoint -> ec2.shown.remove(endpoint.id()));
                yield Optional.empty();
            }
        };
    }

    private static Attachments strange() {
        return new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
    }

    private Optional<EndpointChange> create(Act act, String policy, Instant now) {
        var endpoint = make(act.slot(), act.number(), policy, now, act.slot() == MANAGED);
        return Optional.of(
                new EndpointChange.Created(origin(act, "CreateVpcEndpoint", now), endpoint.id(), Optional.empty()));
    }

    private Optional<EndpointChange> set(Act act, Endpoint endpoint, String policy, Instant now) {
        ec2.shown.put(endpoint.id(), endpoint.withPolicy(Optional.of(policy)));
        return Optional.of(
                modified(act, endpoint, members(Optional.of(policy), false, Attachments.NONE, Attachments.NONE), now));
    }

    private EndpointChange groups(
            Act act, Endpoint endpoint, Set<String> groups, Attachments added, Attachments removed, Instant now) {
        var network = endpoint.network();
        ec2.shown.put(endpoint.id(), endpoint.withNetwork(network.with(new Attachments(groups, Set.of(), Set.of()))));
        return modified(act, endpoint, members(Optional.empty(), false, added, removed), now);
    }

    private static Touched members(Optional<String> policy, boolean isReset, Attachments added, Attachments removed) {
        return new Touched.Members(policy, isReset, added, removed, Set.of());
    }

    private static EndpointChange modified(Act act, Endpoint endpoint, Touched touched, Instant now) {
        return new EndpointChange.Modified(origin(act, "ModifyVpcEndpoint", now), endpoint.id(), touched);
    }

    private Endpoint make(int slot, int number, String policy, Instant at, boolean isManaged) {
        var id = new EndpointId("vpce-%08x%09x".formatted(slot, number));
        boolean isGateway = slot == 0 || slot == 2;
        var endpoint = new Endpoint(
                id,
                isGateway ? EndpointType.GATEWAY : EndpointType.INTERFACE,
                new EndpointState("available"),
                "vpc-0123456789abcdef0",
                new ServiceName("com.amazonaws.us-east-1." + SERVICES.get(slot)),
                Optional.empty(),
                Optional.of(policy),
                new NetworkSettings(
                        isGateway
                                ? new Attachments(Set.of(), Set.of(), Set.of("rtb-0aaaaaaaaaaaaaaa1"))
                                : new Attachments(BOTH, Set.of(), Set.of()),
                        Optional.of(true),
                        Optional.of("ipv4"),
                        Map.of()),
                Optional.of(isManaged),
                Map.of(),
                Optional.of(at));
        ec2.shown.put(id, endpoint);
        slots.put(slot, id);
        return endpoint;
    }

    private static Origin origin(Act act, String name, Instant now) {
        return origin("act-" + act.number(), "people-" + act.number(), name, now, "user/somebody");
    }

    /// The event of this function's own request.
    static EndpointChange own(EndpointId id, String requestId, Touched touched, Instant now) {
        return new EndpointChange.Modified(
                origin("own-" + requestId, requestId, "ModifyVpcEndpoint", now, "role/guard"), id, touched);
    }

    /// CloudTrail's times are whole seconds.
    private static Origin origin(String cause, String requestId, String name, Instant now, String who) {
        return new Origin(
                cause,
                Optional.empty(),
                Optional.of(requestId),
                name,
                now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                "111122223333",
                "us-east-1",
                new Actor(
                        Optional.of("IAMUser"),
                        Optional.of("arn:aws:iam::111122223333:" + who),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("198.51.100.7"),
                        Optional.empty()));
    }

    /// The endpoint of a place, if one stands there.
    Optional<EndpointId> at(int slot) {
        return Optional.ofNullable(slots.get(slot)).filter(ec2.shown::containsKey);
    }
}
