/// The IAM policy language as endpoint policies use it, read without loss.
@NullMarked
package vpceguard.policy;

import org.jspecify.annotations.NullMarked;
