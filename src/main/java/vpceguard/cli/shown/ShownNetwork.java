package vpceguard.cli.shown;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.model.SecurityGroup;
import vpceguard.model.SecurityGroup.Inbound;
import vpceguard.model.SecurityGroup.Source;
import vpceguard.model.Vpc;

/// VPCs and security groups as `aws ec2 describe-vpcs` and `describe-security-groups` show them.
public final class ShownNetwork {
    private ShownNetwork() {}

    /// An entry of the first.
    public static Parsed<Vpc> vpc(Json document) {
        return Shown.read(document, ShownNetwork::vpc);
    }

    /// Entries of the second. What a prefix list holds, they do not show.
    public static Parsed<List<SecurityGroup>> groups(Json document) {
        return Shown.readAll(document, ShownNetwork::group);
    }

    private static Vpc vpc(Shown shown) {
        var cidrs = Stream.of(
                shown.text("CidrBlock").stream(),
                shown.list("CidrBlockAssociationSet", block -> block.required("CidrBlock")).stream(),
                shown.list("Ipv6CidrBlockAssociationSet", block -> block.required("Ipv6CidrBlock")).stream());
        return new Vpc(
                shown.required("VpcId"),
                shown.text("OwnerId").orElse("unknown"),
                cidrs.flatMap(Function.identity()).collect(Collectors.toSet()));
    }

    private static SecurityGroup group(Shown shown) {
        return new SecurityGroup(
                shown.required("GroupId"),
                shown.text("GroupName").orElse(""),
                shown.list("IpPermissions", ShownNetwork::rules).stream()
                        .flatMap(Function.identity())
                        .toList());
    }

    private static Stream<Inbound> rules(Shown permission) {
        return Stream.<List<Source>>of(
                        permission.list("IpRanges", range -> new Source.Range(range.required("CidrIp"))),
                        permission.list("Ipv6Ranges", range -> new Source.Range(range.required("CidrIpv6"))),
                        permission.list(
                                "PrefixListIds",
                                list -> new Source.PrefixList(list.required("PrefixListId"), Optional.empty())),
                        permission.list("UserIdGroupPairs", pair -> new Source.Group(pair.required("GroupId"))))
                .flatMap(List::stream)
                .map(source -> new Inbound(permission.required("IpProtocol"), source));
    }
}
