package vpceguard.aws;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sns.SnsClient;

/// The SDK's clients of one instance of a function, each built once.
public record Services(
        Clients clients, Ec2Client ec2, DynamoDbClient dynamo, CloudWatchLogsClient logs, SnsClient sns) {
    public static Services of(Clients clients) {
        return of(clients, clients.of(Ec2Client.builder()));
    }

    /// With more patience for EC2, whose throttle a whole account shares.
    public static Services patient(Clients clients) {
        return of(clients, clients.patient(Ec2Client.builder()));
    }

    private static Services of(Clients clients, Ec2Client ec2) {
        return new Services(
                clients,
                ec2,
                clients.of(DynamoDbClient.builder()),
                clients.of(CloudWatchLogsClient.builder()),
                clients.of(SnsClient.builder()));
    }
}
