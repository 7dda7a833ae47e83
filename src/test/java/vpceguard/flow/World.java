package vpceguard.flow;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;

/// An account with one endpoint, a stack that guards it, and a clock that stands still.
final class World {
    static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    static final String FULL_ACCESS = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    static final EndpointId ID = new EndpointId("vpce-0123456789abcdef0");

    static final String APPROVED = "sg-0aaaaaaaaaaaaaaa1";
    static final String STRANGE = "sg-0bbbbbbbbbbbbbbb2";

    final Fakes fakes = new Fakes();
    Mode mode = Mode.ENFORCE;
    Membership membership = new Membership.Member("o-a1b2c3d4e5");
    Instant now = NOW;
    UnaryOperator<Perimeter> change = perimeter -> perimeter;
    Optional<String> earlier = Optional.empty();
    Level resources = Level.OFF;
    Level widened = Level.OFF;

    /// One that has a security group that nobody approved.
    static World withStrangeGroup(String policy) {
        return with("sns", EndpointType.INTERFACE, policy, Set.of(APPROVED, STRANGE));
    }

    static World with(String service, EndpointType type, String policy) {
        return with(service, type, policy, Set.of(APPROVED));
    }

    private static World with(String service, EndpointType type, String policy, Set<String> groups) {
        var world = new World();
        world.fakes.endpoints.put(
                ID,
                new Endpoint(
                        ID,
                        type,
                        new EndpointState("available"),
                        "vpc-0123456789abcdef0",
                        new ServiceName("com.amazonaws.us-east-1." + service),
                        Optional.empty(),
                        Optional.of(policy),
                        network(type, groups),
                        Optional.of(false),
                        Map.of("Name", "one"),
                        Optional.of(NOW)));
        return world;
    }

    private static NetworkSettings network(EndpointType type, Set<String> groups) {
        var tables = type.isGateway() ? Set.of("rtb-0aaaaaaaaaaaaaaa1") : Set.<String>of();
        return new NetworkSettings(
                new Attachments(groups, Set.of(), tables), Optional.of(true), Optional.of("ipv4"), Map.of());
    }

    /// A policy that lets the organization make such calls.
    static String inside(String action) {
        return "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}}";
    }

    static World openS3() {
        return with("s3", EndpointType.GATEWAY, FULL_ACCESS);
    }

    String policy() {
        return endpoint().policy().orElseThrow();
    }

    Endpoint endpoint() {
        return java.util.Objects.requireNonNull(fakes.endpoints.get(ID));
    }

    String handle(EndpointChange change) {
        return remediator().handle(change);
    }

    String sweep() {
        return new Sweep(fakes.ports(), remediator(), perimeters(), stack(), clock()).run();
    }

    private Remediator remediator() {
        return new Remediator(fakes.ports(), perimeters(), stack(), clock());
    }

    private Perimeters perimeters() {
        return new Perimeters(new OrganizationClaim.Belongs("o-a1b2c3d4e5"), () -> membership, this::trust, clock());
    }

    private Trust trust(Optional<String> organization) {
        return new Trust.Confirmed(
                change.apply(perimeter(organization.stream().collect(toSet()))),
                earlier.map(document -> new Trust.Earlier(Documents.perimeter(document), "2026-12-01T00:00:00Z")));
    }

    private Perimeter perimeter(Set<String> organizations) {
        return Documents.perimeter("""
                        {'accounts': ['111122223333'], 'network': {'securityGroups': ['%s']},
                         'organizations': ['%s']}""".formatted(APPROVED, String.join("','", organizations)))
                .with("security-group-not-approved", Level.REMEDIATE)
                .with(Clause.RESOURCES.controlId(), resources)
                .with("policy-widened", widened);
    }

    private Stack stack() {
        return new Stack(mode, "111122223333", "us-east-1", "ledger");
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    static EndpointChange created(String cause) {
        return new EndpointChange.Created(origin(cause, "CreateVpcEndpoint"), ID);
    }

    static EndpointChange modified(String cause, Touched touched) {
        return new EndpointChange.Modified(origin(cause, "ModifyVpcEndpoint"), ID, touched);
    }

    static Touched groupsAdded(String... groups) {
        var added = new Attachments(Set.of(groups), Set.of(), Set.of());
        return new Touched.Members(Optional.empty(), false, added, Attachments.NONE, Set.of());
    }

    private static Origin origin(String cause, String name) {
        return new Origin(
                cause,
                Optional.empty(),
                Optional.of("request"),
                name,
                NOW,
                "111122223333",
                "us-east-1",
                new Actor(
                        Optional.of("IAMUser"),
                        Optional.of("arn:aws:iam::111122223333:user/somebody"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("198.51.100.7"),
                        Optional.of("agent\u001b[31m\nwith \u202etricks")));
    }
}
