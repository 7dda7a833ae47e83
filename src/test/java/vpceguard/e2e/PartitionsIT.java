package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/// The stack in a Region of each partition: ceilings, ARNs and links are the partition's.
class PartitionsIT {
    @ParameterizedTest
    @CsvSource({
        "cn-north-1, aws-cn, https://cn-north-1.console.amazonaws.cn/",
        "us-gov-west-1, aws-us-gov, https://us-gov-west-1.console.amazonaws-us-gov.com/",
        "eusc-de-east-1, aws-eusc, https://eusc-de-east-1.console.amazonaws-eusc.eu/"
    })
    void anEndpointIsTightenedAsInAnyOther(String region, String partition, String console) {
        try (var stack = Deployed.bySam(
                List.of("--auth", "--region", region), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION)) {
            var bucket = stack.create(stack.service("s3"), VpcEndpointType.GATEWAY);
            var key = stack.create(stack.service("kms"), VpcEndpointType.INTERFACE);

            assertThat(stack.notice(bucket, "CHANGED").textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text).contains(console));
            assertThat(stack.endpoint(bucket).policyDocument())
                    .contains("arn:" + partition + ":s3:::amazon-ssm-" + region + "/*")
                    .doesNotContain("arn:aws:");
            var _ = stack.notice(key, "CHANGED");
            assertThat(stack.fingerprint(key)).isEqualTo(Deployed.ceiling(stack.service("kms"), partition, region));
        }
    }
}
