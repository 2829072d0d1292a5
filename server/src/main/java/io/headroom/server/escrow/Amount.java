package io.headroom.server.escrow;

/**
 * Bytes, and entries beside them: what quotas count. Each may be negative where it is a difference.
 *
 * @param entries files and collections
 */
public record Amount(long bytes, long entries) {
    /** Stands for no limit. So large that it is never reached, so small that sums of it fit. */
    public static final long UNLIMITED = 1L << 60;

    public static final Amount NONE = new Amount(0, 0);

    public Amount plus(Amount other) {
        return new Amount(bytes + other.bytes, entries + other.entries);
    }

    public Amount minus(Amount other) {
        return new Amount(bytes - other.bytes, entries - other.entries);
    }

    /** The smaller of each. */
    public Amount min(Amount other) {
        return new Amount(Math.min(bytes, other.bytes), Math.min(entries, other.entries));
    }

    /** The larger of each. */
    public Amount max(Amount other) {
        return new Amount(Math.max(bytes, other.bytes), Math.max(entries, other.entries));
    }

    /** Whether neither is more than the other's. */
    public boolean fitsIn(Amount other) {
        return bytes <= other.bytes && entries <= other.entries;
    }
}
