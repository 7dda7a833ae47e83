/// What lies in the queues of a deployed stack, and how it comes back to its functions.
@NullMarked
package vpceguard.cli.redrive;

import org.jspecify.annotations.NullMarked;
