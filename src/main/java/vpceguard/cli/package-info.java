/// The command line: questions about policies from files or JSON lines, answered without an AWS account.
@NullMarked
package vpceguard.cli;

import org.jspecify.annotations.NullMarked;
