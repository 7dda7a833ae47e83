/// Who and what is trusted, and the ceiling that this makes for each service.
@NullMarked
package vpceguard.perimeter;

import org.jspecify.annotations.NullMarked;
