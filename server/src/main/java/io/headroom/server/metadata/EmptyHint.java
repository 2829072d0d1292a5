package io.headroom.server.metadata;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Remembers that a table is empty, so that servers whose clients set no properties never ask it. Right only while this
 * process is the one that writes. Thread-safe.
 */
final class EmptyHint {
    private static final long EMPTY = 0;

    /** Counts the beginnings and ends of writes, so that a look at the table knows whether it is out of date. */
    private final AtomicLong writes = new AtomicLong(1);

    boolean isEmpty() {
        return writes.get() == EMPTY;
    }

    /** Around everything that may add a row. */
    void adding(Runnable write) {
        writes.incrementAndGet();
        try {
            write.run();
        } finally {
            // Once more, for a look that began before the commit and ends after it.
            writes.incrementAndGet();
        }
    }

    /**
     * After rows were removed, or at the start.
     *
     * @param empty looks at the table
     */
    void look(BooleanSupplier empty) {
        long before = writes.get();
        if (before != EMPTY && empty.getAsBoolean()) {
            writes.compareAndSet(before, EMPTY);
        }
    }
}
