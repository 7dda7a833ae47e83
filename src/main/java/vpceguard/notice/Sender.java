package vpceguard.notice;

/// The stack that tells, so that people find their way back to it.
///
/// @param stack its name in CloudFormation
/// @param table its ledger, where whole records can be read
public record Sender(String stack, String table) {}
