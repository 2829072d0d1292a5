package io.headroom.server.monitor;

import java.time.Instant;
import java.util.Map;

/** Keeps what was used at some moments. Thread-safe. Times are kept to the millisecond. */
public interface CapacityHistory {
    /**
     * Adds one sample for each limit; one that is there already for the same moment stays as it is.
     *
     * @param used bytes or entries, as the limit counts
     * @throws io.headroom.spi.error.StorageException when they can't be kept
     */
    void add(Instant at, Map<WatchedLimit, Long> used);

    /** Shows all samples from a moment on, in no order. The visitor does not call back. */
    void read(Instant from, Visitor visitor);

    /** Forgets the samples before a moment. */
    void forgetBefore(Instant moment);

    /** Is shown samples, one after the other. */
    @FunctionalInterface
    interface Visitor {
        void sample(WatchedLimit limit, Instant at, long used);
    }
}
