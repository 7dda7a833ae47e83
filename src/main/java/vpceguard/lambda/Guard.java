package vpceguard.lambda;

import java.time.Clock;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import vpceguard.aws.AwsOrganization;
import vpceguard.aws.Clients;
import vpceguard.aws.DynamoLedger;
import vpceguard.aws.Ec2EndpointServices;
import vpceguard.aws.Ec2Endpoints;
import vpceguard.aws.LogsJournal;
import vpceguard.aws.Patience;
import vpceguard.aws.SnsNotices;
import vpceguard.event.Own;
import vpceguard.flow.Perimeters;
import vpceguard.flow.Remediator;
import vpceguard.flow.Remediator.Ports;
import vpceguard.flow.Stack;
import vpceguard.flow.Sweep;

/// The pieces, put together once for each instance of a function.
record Guard(Own own, Ports ports, Remediator remediator, Sweep sweep) {

    static Guard of(Settings settings) {
        var clock = Clock.systemUTC();
        var ec2 = Clients.of(Ec2Client.builder());
        var ports = new Ports(
                new Ec2Endpoints(ec2, Patience.USUAL),
                new Ec2EndpointServices(ec2, clock),
                new DynamoLedger(Clients.of(DynamoDbClient.builder()), settings.table(), clock),
                new LogsJournal(
                        Clients.of(CloudWatchLogsClient.builder()),
                        settings.journalGroup(),
                        settings.journalStream(),
                        System.out,
                        clock),
                new SnsNotices(Clients.of(SnsClient.builder()), settings.topic()));
        var perimeters = new Perimeters(
                settings.organization(),
                new AwsOrganization(Clients.of(OrganizationsClient.builder())),
                settings::perimeter,
                clock);
        var stack = new Stack(settings.mode(), settings.account(), settings.region(), settings.table());
        var remediator = new Remediator(ports, perimeters, stack, clock);
        return new Guard(
                new Own(settings.account(), settings.region(), Set.of(settings.role())),
                ports,
                remediator,
                new Sweep(ports, remediator, perimeters, stack, clock));
    }
}
