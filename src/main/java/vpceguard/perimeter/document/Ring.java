package vpceguard.perimeter.document;

import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Levels;

/// The entries of a document that are for the accounts of one ring alone.
record Ring(Levels controls, Existing existing) {
    static final Ring NONE = new Ring(Levels.NONE, Existing.NONE);
}
