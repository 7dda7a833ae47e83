package vpceguard.flow;

import java.util.Set;
import vpceguard.notice.Sender;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;

/// The deployed stack that this function belongs to.
///
/// @param table the ledger's table, named in notices
/// @param name in CloudFormation, named in notices
/// @param roles the ARNs of its functions' roles
public record Stack(Mode mode, String account, String region, String table, String name, Set<String> roles) {
    public Stack {
        roles = Set.copyOf(roles);
    }

    /// One whose roles nobody asks for.
    public Stack(Mode mode, String account, String region, String table, String name) {
        this(mode, account, region, table, name, Set.of());
    }

    /// What notices say of it where no perimeter is known, or a record says who answers for the account.
    public Sender sender() {
        return new Sender(account, region, name, table);
    }

    /// The same with who answers for the account.
    Sender sender(Perimeter perimeter) {
        return new Sender(account, region, name, table, perimeter.notices().owner(account));
    }
}
