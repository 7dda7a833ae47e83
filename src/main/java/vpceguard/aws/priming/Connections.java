package vpceguard.aws.priming;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// Makes the one call that leaves a function before its snapshot is taken.
public final class Connections {
    private Connections() {}

    /// One DescribeVpcEndpoints, whose answer nobody reads, so that TLS is warm; its connection is closed at once.
    /// Where it fails, as without the right or a network, the snapshot is a little colder.
    public static void tryOnce(Ec2Client ec2) {
        try {
            var _ = ec2.describeVpcEndpoints(request ->
                    request.maxResults(5).overrideConfiguration(settings -> settings.putHeader("Connection", "close")));
        } catch (SdkException _) {
            return;
        }
    }
}
