/// The deployed stack, seen from outside.
@NullMarked
package vpceguard.e2e;

import org.jspecify.annotations.NullMarked;
