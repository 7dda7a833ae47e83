/// Lossless JSON: what was read is written again, nothing dropped, nothing guessed.
@NullMarked
package vpceguard.json;

import org.jspecify.annotations.NullMarked;
