/// What a policy lets through, and proofs that a repair takes away and never adds.
@NullMarked
package vpceguard.policy.proof;

import org.jspecify.annotations.NullMarked;
