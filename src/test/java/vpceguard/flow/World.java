package vpceguard.flow;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.event.Touched;
import vpceguard.json.Json;
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
import vpceguard.remediation.Outcome;

/// An account with one endpoint, a stack that guards it, and a clock that stands still.
final class World {
    static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    static final String FULL_ACCESS = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    static final EndpointId ID = new EndpointId("vpce-0123456789abcdef0");

    /// This stack's own.
    static final String ROLE = "arn:aws:iam::111122223333:role/vpce-guard-sweep";

    static final String APPROVED = "sg-0aaaaaaaaaaaaaaa1";
    static final String STRANGE = "sg-0bbbbbbbbbbbbbbb2";

    static final String SUBNET_1 = "subnet-0aaaaaaaaaaaaaaa1";
    static final String SUBNET_2 = "subnet-0bbbbbbbbbbbbbbb2";
    static final String SUBNET_3 = "subnet-0ccccccccccccccc3";

    final Fakes fakes = new Fakes();

    {
        // As after a sweep.
        fakes.ledger.keep(Optional.of(new Confirmation(Optional.of("o-a1b2c3d4e5"), NOW)));
        fakes.calls.names().clear();
    }

    Mode mode = Mode.ENFORCE;
    Membership membership = new Membership.Member("o-a1b2c3d4e5");
    Instant now = NOW;
    /// Lambda's request id.
    String invocation = "invocation";
    Duration timeLeft = Duration.ofSeconds(60);
    UnaryOperator<Perimeter> change = perimeter -> perimeter;
    Optional<String> earlier = Optional.empty();
    /// Why a notice of the perimeter's source could not be sent.
    Optional<RuntimeException> untold = Optional.empty();
    /// Whether each look at the clock takes a second.
    boolean ticks;
    /// More members of the perimeter document, each after a comma.
    String members = "";
    /// That of notices, alike: tests look at what each call leads to, so that all of it is told at once.
    String notices = ", 'notices': {'notifyOnly': 'at-once'}";
    private String subnets = "";
    Level resources = Level.OFF;
    Level groups = Level.REMEDIATE;
    Level widened = Level.OFF;

    /// No sweep heard anything, and Organizations says that.
    void unconfirmed(Membership says) {
        membership = says;
        fakes.ledger.keep(Optional.<Confirmation>empty());
        fakes.calls.names().clear();
    }

    /// One that has a security group that nobody approved.
    static World withStrangeGroup(String policy) {
        return with("sns", EndpointType.INTERFACE, policy, Set.of(APPROVED, STRANGE));
    }

    static final Result CHANGED = new Result.Recorded(new Outcome.Changed());

    static final Attachments BASELINE =
            new Attachments(Set.of(APPROVED, STRANGE), Set.of(SUBNET_1, SUBNET_2), Set.of());

    /// One whose network settings are known, approved, and put back when a call changes them.
    static World withBaseline() {
        var world = with("sns", EndpointType.INTERFACE, inside("sns:Publish"));
        world.members = ", 'controls': {'network-settings-changed': 'remediate'}";
        world.groups = Level.OFF;
        world.connect(new NetworkSettings(
                BASELINE, Optional.of(true), Optional.of("ipv4"), Map.of("DnsRecordIpType", "ipv4")));
        var _ = world.fakes.ledger.note(world.endpoint(), true, NOW);
        world.fakes.calls.names().clear();
        return world;
    }

    static World with(String service, EndpointType type, String policy) {
        return with(service, type, policy, Set.of(APPROVED));
    }

    private static World with(String service, EndpointType type, String policy, Set<String> groups) {
        var world = new World();
        world.fakes.ec2.shown.put(
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
        return java.util.Objects.requireNonNull(fakes.ec2.shown.get(ID));
    }

    String handle(EndpointChange change) {
        return remediator().handle(change, invocation()).word();
    }

    /// Deals with the creation of the endpoint, whose repair takes EC2 some seconds: so long another's call may come in
    /// between.
    String repairSlowly() {
        fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                now = name.equals("modify") ? now.plusSeconds(20) : now;
            }
        };
        var word = handle(created("cause"));
        fakes.calls.gate = Calls.Gate.OPEN;
        now = NOW.plus(Duration.ofMinutes(5));
        return word;
    }

    /// A sweep that somebody started, with all the time that it needs.
    String sweep() {
        return sweep(false, now.plusSeconds(900));
    }

    String sweep(boolean isScheduled, Instant deadline) {
        return new Sweep(fakes.ports(), remediator(), perimeters(), stack(), clock(), () -> {})
                .run(isScheduled, new Invocation(invocation, deadline));
    }

    /// CloudTrail hands over a call that an endpoint's policy denied.
    String denied(Json record) {
        return deniedEvent("aws.s3", stack().account(), stack().region(), record);
    }

    String deniedEvent(String source, String account, String region, Json record) {
        var event = Json.object()
                .put("source", source)
                .put("account", account)
                .put("region", region)
                .put("detail", record);
        return new DenialWatch(fakes.ports(), perimeters(), stack(), clock()).denied(event.build());
    }

    String own(EndpointChange change) {
        return remediator().own(change, invocation()).word();
    }

    Reply byHand(vpceguard.event.Instruction said) {
        return new ByHand(fakes.ports(), perimeters(), stack(), clock()).run(ID, said, invocation());
    }

    /// What waits in the queue comes back, in the order in which it was put there; what fails stays.
    void followUp() {
        for (var waiting : java.util.List.copyOf(fakes.followUps)) {
            var _ = remediator().followUp(waiting, invocation());
            fakes.followUps.remove(waiting);
        }
    }

    /// The endpoint was seen with that policy before.
    void seen(String policy) {
        var _ = fakes.ledger.note(endpoint().withPolicy(Optional.of(policy)), true, now);
        fakes.calls.names().clear();
    }

    void connect(Attachments attachments) {
        connect(endpoint().network().with(attachments));
    }

    void connect(NetworkSettings network) {
        fakes.ec2.shown.put(ID, endpoint().withNetwork(network));
    }

    /// Subnets that are not those of the baseline are taken away again.
    void approveSubnets() {
        approveSubnets(SUBNET_1, SUBNET_2);
    }

    void approveSubnets(String... approved) {
        members = ", 'controls': {'network-settings-changed': 'remediate', 'subnet-not-approved': 'remediate'}";
        subnets = ", 'subnets': ['" + String.join("', '", approved) + "']";
    }

    /// Somebody sets that policy, and no event comes.
    void show(String policy) {
        fakes.ec2.shown.put(ID, endpoint().withPolicy(Optional.of(policy)));
    }

    /// Somebody makes the endpoint at that time, and no event comes.
    void show(Endpoint endpoint, Instant createdAt) {
        fakes.ec2.shown.put(
                ID,
                new Endpoint(
                        ID,
                        endpoint.type(),
                        endpoint.state(),
                        endpoint.vpcId(),
                        endpoint.service(),
                        endpoint.serviceRegion(),
                        endpoint.policy(),
                        endpoint.network(),
                        endpoint.requesterManaged(),
                        endpoint.tags(),
                        Optional.of(createdAt)));
    }

    Optional<String> intent() {
        return fakes.ledger.standing(ID).intent();
    }

    private Invocation invocation() {
        return new Invocation(invocation, now.plus(timeLeft));
    }

    /// An instance of the functions, which remembers what it dealt with.
    Function<EndpointChange, String> instance() {
        var remediator = remediator();
        return change -> remediator.event(change, invocation()).word();
    }

    private Remediator remediator() {
        return new Remediator(fakes.ports(), perimeters(), stack(), clock());
    }

    private Perimeters perimeters() {
        var source = new PerimeterSource() {
            @Override
            public Trust trust(Optional<String> organization) {
                return World.this.trust(organization);
            }

            @Override
            public Optional<RuntimeException> untold() {
                return untold;
            }
        };
        return new Perimeters(new OrganizationClaim.Belongs("o-a1b2c3d4e5"), () -> membership, source, clock());
    }

    private Trust trust(Optional<String> organization) {
        return new Trust.Confirmed(
                change.apply(perimeter(organization.stream().collect(toSet()))),
                earlier.map(document -> new Trust.Earlier(Documents.perimeter(document), "2026-12-01T00:00:00Z")));
    }

    private Perimeter perimeter(Set<String> organizations) {
        return Documents.perimeter(
                        """
                        {'accounts': ['111122223333'], 'network': {'securityGroups': ['%s']%s},
                         'organizations': ['%s']%s}\
                        """.formatted(APPROVED, subnets, String.join("','", organizations), notices + members))
                .with("security-group-not-approved", groups)
                .with(Clause.RESOURCES.controlId(), resources)
                .with("policy-widened", widened);
    }

    Stack stack() {
        return new Stack(mode, "111122223333", "us-east-1", "ledger", "vpce-guard", Set.of(ROLE));
    }

    private Clock clock() {
        InstantSource time = () -> {
            if (ticks) {
                now = now.plusSeconds(1);
            }
            return now;
        };
        return time.withZone(ZoneOffset.UTC);
    }

    static EndpointChange created(String cause) {
        return created(cause, ID);
    }

    static EndpointChange created(String cause, EndpointId endpoint) {
        return new EndpointChange.Created(origin(cause, "CreateVpcEndpoint", NOW), endpoint, Optional.empty());
    }

    /// The same call by somebody else.
    static Origin by(Actor actor, Origin origin) {
        return new Origin(
                origin.eventId(),
                origin.originalEventId(),
                origin.requestId(),
                origin.eventName(),
                origin.time(),
                origin.account(),
                origin.region(),
                actor);
    }

    static EndpointChange modified(String cause, Touched touched) {
        return modified(cause, touched, NOW);
    }

    static EndpointChange modified(String cause, Touched touched, Instant at) {
        return new EndpointChange.Modified(origin(cause, "ModifyVpcEndpoint", at), ID, touched);
    }

    static Touched policySet(String policy) {
        return new Touched.Members(Optional.of(policy), false, Attachments.NONE, Attachments.NONE, Set.of());
    }

    static Touched groupsAdded(String... groups) {
        var added = new Attachments(Set.of(groups), Set.of(), Set.of());
        return new Touched.Members(Optional.empty(), false, added, Attachments.NONE, Set.of());
    }

    private static Origin origin(String cause, String name, Instant at) {
        return new Origin(
                cause,
                Optional.empty(),
                Optional.of("request"),
                name,
                at,
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
