/// The ledger's table in DynamoDB, whose items are described in `docs/ledger.md`.
@NullMarked
package vpceguard.aws.ledger;

import org.jspecify.annotations.NullMarked;
