/// The ports, by the AWS SDK; its types stop here.
@NullMarked
package vpceguard.aws;

import org.jspecify.annotations.NullMarked;
