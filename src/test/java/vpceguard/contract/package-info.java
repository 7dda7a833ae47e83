/// What the template, the events and the code must agree on.
@NullMarked
package vpceguard.contract;

import org.jspecify.annotations.NullMarked;
