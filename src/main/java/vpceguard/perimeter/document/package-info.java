/// The perimeter document: its grammar, as `docs/perimeter.md` tells it, and what is in force of it where and when.
@NullMarked
package vpceguard.perimeter.document;

import org.jspecify.annotations.NullMarked;
