/// Containment questions as SMT-LIB text, for a solver that shares nothing with the proof.
@NullMarked
package vpceguard.policy.smt;

import org.jspecify.annotations.NullMarked;
