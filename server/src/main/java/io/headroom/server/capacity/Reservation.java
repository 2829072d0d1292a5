package io.headroom.server.capacity;

/**
 * Bytes that one write was promised. Shrinks as they reach the volume, where the next measurement sees them. For one thread;
 * closed by whoever made it, on every way out.
 */
final class Reservation implements AutoCloseable {
    private final Ledger ledger;
    private long left;

    Reservation(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What is promised and not used yet, in bytes. */
    long left() {
        return left;
    }

    /** More was booked in the ledger for this write. */
    void add(long bytes) {
        left += bytes;
    }

    /** The bytes have reached the volume. */
    void use(long bytes) {
        long used = Math.min(bytes, left);
        left -= used;
        ledger.release(used);
    }

    @Override
    public void close() {
        ledger.release(left);
        left = 0;
    }
}
