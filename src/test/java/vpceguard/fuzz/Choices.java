package vpceguard.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Choices that a fuzzer's bytes make, so that it can change one and keep the others; at random once they are used up,
/// so that whoever draws until something fits comes to an end.
final class Choices implements RandomGenerator {
    private final byte[] bytes;
    private final RandomGenerator rest;
    private int at;

    Choices(byte[] bytes) {
        this.bytes = bytes;
        this.rest = new SplittableRandom(Arrays.hashCode(bytes));
    }

    @Override
    public long nextLong() {
        return at + Long.BYTES > bytes.length ? rest.nextLong() : bits(Long.BYTES);
    }

    /// One byte decides where there are at most 256 ways, else four.
    @Override
    public int nextInt(int bound) {
        int size = bound <= 1 << Byte.SIZE ? 1 : Integer.BYTES;
        return at + size > bytes.length ? rest.nextInt(bound) : (int) Long.remainderUnsigned(bits(size), bound);
    }

    @Override
    public boolean nextBoolean() {
        return nextInt(2) == 1;
    }

    private long bits(int size) {
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = bits << Byte.SIZE | Byte.toUnsignedLong(bytes[at++]);
        }
        return bits;
    }
}
