/// Recorded calls through an endpoint, under the policy that stands and the one that is proposed.
@NullMarked
package vpceguard.rehearsal;

import org.jspecify.annotations.NullMarked;
