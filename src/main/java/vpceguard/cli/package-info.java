/// The command line: questions about policies and endpoints, answered from files, JSON lines or AWS, and what a
/// deployed stack is asked to do.
@NullMarked
package vpceguard.cli;

import org.jspecify.annotations.NullMarked;
