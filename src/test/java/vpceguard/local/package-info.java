/// The local AWS as tests and benchmarks use it.
@NullMarked
package vpceguard.local;

import org.jspecify.annotations.NullMarked;
