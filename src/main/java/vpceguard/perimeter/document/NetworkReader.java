package vpceguard.perimeter.document;

import java.util.List;
import java.util.Map;
import vpceguard.json.Quoted;
import vpceguard.perimeter.CentralVpc;
import vpceguard.perimeter.CentralVpc.PrivateDns;
import vpceguard.perimeter.Network;
import vpceguard.policy.AddressRange;

/// `{"clientCidrs"?, "regions"?, "securityGroups"?, "subnets"?, "routeTables"?}`, and central VPCs.
final class NetworkReader {
    private static final Map<String, PrivateDns> PRIVATE_DNS = Words.of(PrivateDns.ENDPOINT, PrivateDns.ELSEWHERE);

    private NetworkReader() {}

    static Network read(Node node) {
        var members = node.members("clientCidrs", "regions", "securityGroups", "subnets", "routeTables");
        return new Network(
                members.or("clientCidrs", List.of(), ranges -> ranges.some(NetworkReader::range)),
                members.some("regions", Form.REGION),
                members.some("securityGroups", Form.SECURITY_GROUP),
                members.some("subnets", Form.SUBNET),
                members.some("routeTables", Form.ROUTE_TABLE));
    }

    static AddressRange range(Node node) {
        var text = node.text();
        return AddressRange.of(text)
                .orElseThrow(
                        () -> node.refused("expected a range of addresses like 10.0.0.0/8, found " + Quoted.of(text)));
    }

    /// `{"account", "vpc", "privateDns"?: "endpoint"|"elsewhere", "owner"}`
    static CentralVpc central(Node node) {
        var members = node.members("account", "vpc", "privateDns", "owner");
        return new CentralVpc(
                members.required("account", Form.ACCOUNT),
                members.required("vpc", Form.VPC),
                members.or("privateDns", PrivateDns.ENDPOINT, word -> word.word("place of private DNS", PRIVATE_DNS)),
                members.required("owner", Form.WORDS));
    }
}
