package vpceguard.perimeter;

import java.time.LocalDate;
import vpceguard.json.Sha256;

/// The most repairs per day of what stood before, in all stacks of a ring together. Stacks do not talk to
/// each other, so each takes an equal share. If there are fewer repairs than stacks, the stacks take turns
/// day by day, and the sum holds on average.
///
/// @param repairsPerDay of all stacks
/// @param stacks so many there are: accounts by Regions
public record Cap(int repairsPerDay, int stacks) {
    /// What one stack may repair on one day.
    public int share(String account, String region, LocalDate day) {
        int rest = repairsPerDay % stacks;
        long place = Long.parseLong(Sha256.of(account + "/" + region), 8, 16, 16) % stacks;
        boolean isItsTurn = Math.floorMod(place + rest * day.toEpochDay(), (long) stacks) < rest;
        return repairsPerDay / stacks + (isItsTurn ? 1 : 0);
    }
}
