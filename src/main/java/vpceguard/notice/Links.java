package vpceguard.notice;

import java.util.Optional;
import vpceguard.event.Origin;
import vpceguard.model.EndpointId;
import vpceguard.model.Partition;

/// Addresses of the AWS console, which differ by partition.
final class Links {
    private Links() {}

    static String endpoint(EndpointId id, String region) {
        return console(region) + "/vpcconsole/home?region=" + region + "#EndpointDetails:vpcEndpointId=" + id;
    }

    /// The call in CloudTrail's event history; empty if the record has none.
    static Optional<String> call(Origin origin) {
        return !origin.isCall() || !origin.eventId().matches("[A-Za-z0-9-]+")
                ? Optional.empty()
                : Optional.of(console(origin.region()) + "/cloudtrailv2/home?region=" + origin.region() + "#/events/"
                        + origin.eventId());
    }

    private static String console(String region) {
        return "https://" + region
                + switch (Partition.of(region)) {
                    case "aws-cn" -> ".console.amazonaws.cn";
                    case "aws-us-gov" -> ".console.amazonaws-us-gov.com";
                    case "aws-eusc" -> ".console.amazonaws-eusc.eu";
                    default -> ".console.aws.amazon.com";
                };
    }

    /// The ARN of an endpoint.
    static String arn(EndpointId id, String region, String account) {
        return "arn:" + Partition.of(region) + ":ec2:" + region + ":" + account + ":vpc-endpoint/" + id;
    }
}
