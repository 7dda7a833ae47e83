package vpceguard.control;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vpceguard.model.Vpc;
import vpceguard.perimeter.Network;
import vpceguard.policy.AddressRange;

/// The addresses that may reach the endpoints of a VPC: its own, and those that the perimeter names for
/// clients.
record Reach(List<AddressRange> approved) {
    static Reach of(Vpc vpc, Network network) {
        return new Reach(Stream.concat(
                        vpc.cidrBlocks().stream().flatMap(cidr -> AddressRange.of(cidr).stream()),
                        network.clientCidrs().stream())
                .sorted(Comparator.comparing(AddressRange::first))
                .toList());
    }

    /// Whether all addresses of the range are approved, by one range or by several together; of a text that is no range
    /// none is.
    boolean covers(String cidr) {
        return AddressRange.of(cidr).filter(this::covers).isPresent();
    }

    private boolean covers(AddressRange range) {
        var next = range.first();
        for (var piece : approved) {
            if (piece.bits() == range.bits() && piece.first().compareTo(next) <= 0) {
                next = next.max(piece.last().add(BigInteger.ONE));
            }
        }
        return next.compareTo(range.last()) > 0;
    }
}
