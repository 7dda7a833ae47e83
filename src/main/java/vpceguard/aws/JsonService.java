package vpceguard.aws;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// An AWS service whose API takes JSON.
enum JsonService {
    CLOUDTRAIL("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "1.1"),
    DYNAMODB("DynamoDB_20120810.", "1.0"),
    EVENTS("AWSEvents.", "1.1"),
    KMS("TrentService.", "1.1"),
    LOGS("Logs_20140328.", "1.1"),
    ORGANIZATIONS("AWSOrganizationsV20161128.", "1.1"),
    SQS("AmazonSQS.", "1.0"),
    SSM("AmazonSSM.", "1.1");

    /// What begins the name of an action.
    final String target;

    /// Of the content type.
    final String version;

    JsonService(String target, String version) {
        this.target = target;
        this.version = version;
    }

    /// The service of that name; empty if it is asked otherwise.
    static Optional<JsonService> of(String id) {
        return Arrays.stream(values())
                .filter(service -> service.id().equals(id))
                .findFirst();
    }

    /// As addresses and signatures have it.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
