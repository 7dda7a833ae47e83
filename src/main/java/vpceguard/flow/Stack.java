package vpceguard.flow;

import vpceguard.perimeter.Mode;

/// The deployed stack that this function belongs to.
///
/// @param table the ledger's table, named in notices
public record Stack(Mode mode, String account, String region, String table) {}
