package vpceguard.aws.ledger;

/// Whose the policy is that a record is about to write over, as far as is known before the table answers.
enum Whose {
    /// Somebody's, unless the table knows more: it refuses what may be ours.
    UNKNOWN,
    /// It becomes the one that stood before.
    SOMEBODYS,
    /// What stood before it still does.
    OURS
}
