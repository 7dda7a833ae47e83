package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import vpceguard.aws.AwsOrganization;
import vpceguard.aws.CallerProof;
import vpceguard.aws.Clients;
import vpceguard.aws.Ec2Endpoints;
import vpceguard.aws.Ec2Networks;
import vpceguard.aws.Ec2ServiceDetails;
import vpceguard.aws.EventBusNotices;
import vpceguard.aws.LogGroupCalls;
import vpceguard.aws.LogsJournal;
import vpceguard.aws.MeteredJournal;
import vpceguard.aws.Patience;
import vpceguard.aws.SecurityHubNotices;
import vpceguard.aws.Services;
import vpceguard.aws.SignedCalls;
import vpceguard.aws.SnsNotices;
import vpceguard.aws.SqsFollowUps;
import vpceguard.aws.ledger.DynamoLedger;
import vpceguard.aws.ledger.DynamoPerimeterShelf;
import vpceguard.event.Own;
import vpceguard.flow.ByHand;
import vpceguard.flow.DenialWatch;
import vpceguard.flow.DocumentPerimeters;
import vpceguard.flow.Invocation;
import vpceguard.flow.Journal;
import vpceguard.flow.Notices;
import vpceguard.flow.PerimeterSource;
import vpceguard.flow.Perimeters;
import vpceguard.flow.Ports;
import vpceguard.flow.Remediator;
import vpceguard.flow.Stack;
import vpceguard.flow.Sweep;
import vpceguard.flow.Trust;
import vpceguard.policy.Answers;

/// All the parts of a function put together, once for each instance. What only one of the functions needs is
/// made in that one, so that the others do not spend time on it.
record Guard(
        Settings settings,
        Services services,
        Ports ports,
        Perimeters perimeters,
        Stack stack,
        Clock clock,
        Remediator remediator) {
    /// What one event may take of its function's minute to read recorded calls.
    private static final int MOST_PAGES = 60;

    private static final Duration LONGEST_READING = Duration.ofSeconds(20);

    /// It costs half a cent a month, and keeps schedules that tick together apart (`docs/scale.md`).
    private static final Duration SPREAD = Duration.ofSeconds(30);

    static Guard of(Settings settings) {
        return of(settings, Services.of(Clients.ofEnvironment()));
    }

    /// For sweeps: nobody waits for them, and others sweep too.
    static Guard patient(Settings settings) {
        return of(settings, Services.patient(Clients.ofEnvironment()));
    }

    static Guard of(Settings settings, Services services) {
        var clock = Clock.systemUTC();
        var ec2 = services.ec2();
        var dynamo = services.dynamo();
        var stack = new Stack(
                settings.mode(),
                settings.account(),
                settings.region(),
                settings.table(),
                settings.name(),
                settings.roles());
        var calls = services.clients().calls(settings.region());
        var logs = services.logs();
        var followUps = new SqsFollowUps(calls, settings.followUpQueue());
        var ports = new Ports(
                new Ec2Endpoints(ec2, Patience.USUAL),
                new Ec2ServiceDetails(ec2, settings.region(), clock),
                new Ec2Networks(ec2),
                new DynamoLedger(dynamo, settings.table(), clock, settings.kept()),
                journal(settings, logs, clock),
                new SnsNotices(services.sns(), settings.topics(), followUps),
                followUps,
                copies(settings, calls),
                settings.recordedCalls()
                        .map(group -> new LogGroupCalls(logs, group, MOST_PAGES, LONGEST_READING, clock)));
        var perimeters = new Perimeters(
                settings.organization(),
                new AwsOrganization(calls),
                source(settings, stack, calls, dynamo, ports, clock),
                clock);
        return new Guard(
                settings, services, ports, perimeters, stack, clock, new Remediator(ports, perimeters, stack, clock));
    }

    Own own() {
        return new Own(settings.account(), settings.region(), settings.roles());
    }

    Sweep sweep() {
        return new Sweep(ports, remediator, perimeters, stack, clock, Patience.anyPauseUpTo(SPREAD));
    }

    ByHand byHand() {
        return new ByHand(ports, perimeters, stack, clock);
    }

    /// Who asks the function that people invoke.
    CallerProof callers() {
        return new CallerProof(services.clients().calls(settings.region()));
    }

    DenialWatch denials() {
        return new DenialWatch(ports, perimeters, stack, clock);
    }

    private static Journal journal(Settings settings, CloudWatchLogsClient logs, Clock clock) {
        var journal = new LogsJournal(logs, settings.journalGroup(), settings.journalStream(), System.out, clock);
        return settings.metrics() ? new MeteredJournal(journal, settings.name(), System.out, clock) : journal;
    }

    private static Notices copies(Settings settings, SignedCalls calls) {
        var all = new ArrayList<Notices>();
        if (settings.securityHub()) {
            all.add(new SecurityHubNotices(calls));
        }
        settings.eventBus().ifPresent(bus -> all.add(new EventBusNotices(calls, bus)));
        return notice -> all.forEach(each -> each.publish(notice));
    }

    static Invocation invocation(Context context) {
        return new Invocation(context.getAwsRequestId(), Instant.now().plusMillis(context.getRemainingTimeInMillis()));
    }

    private static PerimeterSource source(
            Settings settings, Stack stack, SignedCalls calls, DynamoDbClient dynamo, Ports ports, Clock clock) {
        var ofParameters = new Answers<Optional<String>, Trust>(1);
        return settings.document()
                .<PerimeterSource>map(place -> new DocumentPerimeters(
                        place.text(calls),
                        new DynamoPerimeterShelf(dynamo, settings.table()),
                        ports,
                        settings.place(),
                        stack,
                        clock))
                .orElse(organization ->
                        ofParameters.to(organization, id -> new Trust.Confirmed(settings.perimeter(id))));
    }
}
