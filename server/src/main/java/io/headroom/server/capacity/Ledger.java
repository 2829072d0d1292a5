package io.headroom.server.capacity;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that were promised to writes on their way and have not reached the volume yet. Thread-safe.
 *
 * <p>A promise is made with {@link #tryReserve}, which looks at the room and books in one step, so two writes are never
 * promised the same bytes.
 */
final class Ledger {
    private final AtomicLong reserved = new AtomicLong();

    /** In bytes. */
    long reserved() {
        return reserved.get();
    }

    /**
     * Books the bytes if, with them, no more than the available room is promised.
     *
     * @param available what the volume can still take, promises not counted
     */
    boolean tryReserve(long bytes, long available) {
        long current = reserved.get();
        while (bytes <= available - current) {
            if (reserved.compareAndSet(current, current + bytes)) {
                return true;
            }
            current = reserved.get();
        }
        return false;
    }

    /** Takes back a promise: the bytes are on the volume now, or will never come. */
    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }
}
