package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcIpv6CidrBlockAssociation;
import vpceguard.model.Vpc;

class Ec2NetworksTest {
    @Test
    void rangesThatAVpcNoLongerHasAreNotItsOwn() {
        assertThat(new Ec2Networks(new OneVpc()).vpcs())
                .containsExactly(new Vpc(
                        "vpc-0123456789abcdef0",
                        "111122223333",
                        Set.of("10.0.0.0/16", "10.1.0.0/16", "2001:db8:1::/56")));
    }

    /// Shows a VPC with ranges in every state (EC2 API reference, VpcCidrBlockState).
    private static final class OneVpc implements Ec2Client {
        @Override
        public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
            var vpc = software.amazon.awssdk.services.ec2.model.Vpc.builder()
                    .vpcId("vpc-0123456789abcdef0")
                    .ownerId("111122223333")
                    .cidrBlock("10.0.0.0/16")
                    .cidrBlockAssociationSet(List.of(
                            range("10.0.0.0/16", "associated"),
                            range("10.1.0.0/16", "associating"),
                            range("10.2.0.0/16", "disassociated"),
                            range("10.3.0.0/16", "disassociating"),
                            range("10.4.0.0/16", "failing"),
                            range("10.5.0.0/16", "failed")))
                    .ipv6CidrBlockAssociationSet(List.of(
                            range6("2001:db8:1::/56", "associated"), range6("2001:db8:2::/56", "disassociated")))
                    .build();
            return DescribeVpcsResponse.builder().vpcs(List.of(vpc)).build();
        }

        private static VpcCidrBlockAssociation range(String cidr, String state) {
            return VpcCidrBlockAssociation.builder()
                    .cidrBlock(cidr)
                    .cidrBlockState(of -> of.state(state))
                    .build();
        }

        private static VpcIpv6CidrBlockAssociation range6(String cidr, String state) {
            return VpcIpv6CidrBlockAssociation.builder()
                    .ipv6CidrBlock(cidr)
                    .ipv6CidrBlockState(of -> of.state(state))
                    .build();
        }

        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}
    }
}
