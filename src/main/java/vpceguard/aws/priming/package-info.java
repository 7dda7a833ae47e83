/// What warms a function before its first event: calls that an AWS within the process answers, and one that leaves it.
@NullMarked
package vpceguard.aws.priming;

import org.jspecify.annotations.NullMarked;
