package vpceguard.perimeter.document;

import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Levels;

/// What differs for the accounts whose stack names this ring.
record Ring(Levels controls, Existing existing) {
    static final Ring NONE = new Ring(Levels.NONE, Existing.NONE);
}
