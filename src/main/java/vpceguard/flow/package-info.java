/// The order of the work, and the ports that it needs.
@NullMarked
package vpceguard.flow;

import org.jspecify.annotations.NullMarked;
