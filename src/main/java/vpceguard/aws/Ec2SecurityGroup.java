package vpceguard.aws;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import vpceguard.model.SecurityGroup;
import vpceguard.model.SecurityGroup.Inbound;
import vpceguard.model.SecurityGroup.Source;

/// The SDK's security group, read into ours: EC2 groups the sources of rules by protocol and ports.
final class Ec2SecurityGroup {
    private Ec2SecurityGroup() {}

    /// Reads a group.
    ///
    /// @param cidrs the ranges of a prefix list, by its id
    static SecurityGroup read(
            software.amazon.awssdk.services.ec2.model.SecurityGroup group,
            Function<String, Optional<Set<String>>> cidrs) {
        return new SecurityGroup(
                group.groupId(),
                group.groupName(),
                group.ipPermissions().stream()
                        .flatMap(permission ->
                                sources(permission, cidrs).map(source -> new Inbound(permission.ipProtocol(), source)))
                        .toList());
    }

    private static Stream<Source> sources(IpPermission permission, Function<String, Optional<Set<String>>> cidrs) {
        return Stream.<Stream<Source>>of(
                        permission.ipRanges().stream().map(range -> new Source.Range(range.cidrIp())),
                        permission.ipv6Ranges().stream().map(range -> new Source.Range(range.cidrIpv6())),
                        permission.prefixListIds().stream()
                                .map(list ->
                                        new Source.PrefixList(list.prefixListId(), cidrs.apply(list.prefixListId()))),
                        permission.userIdGroupPairs().stream().map(pair -> new Source.Group(pair.groupId())))
                .flatMap(Function.identity());
    }
}
