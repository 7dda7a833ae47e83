/// CloudTrail's records of calls that change an endpoint, read from EventBridge's envelope.
@NullMarked
package vpceguard.event;

import org.jspecify.annotations.NullMarked;
