/// What is wanted of an endpoint: one control a file, judged without side effects.
@NullMarked
package vpceguard.control;

import org.jspecify.annotations.NullMarked;
