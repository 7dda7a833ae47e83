/// The real pass over recorded calls, with ports that write nothing.
@NullMarked
package vpceguard.cli.replay;

import org.jspecify.annotations.NullMarked;
