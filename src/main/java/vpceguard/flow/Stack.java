package vpceguard.flow;

import vpceguard.notice.Sender;
import vpceguard.perimeter.Mode;

/// The deployed stack that this function belongs to.
///
/// @param table the ledger's table, named in notices
/// @param name in CloudFormation, named in notices
public record Stack(Mode mode, String account, String region, String table, String name) {
    /// What notices say of it.
    public Sender sender() {
        return new Sender(name, table);
    }
}
