package io.headroom.s3;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all uploads together may hold. Most of it is for parts; a share is kept for small buffers, so that a small upload
 * goes on while big ones hold all parts. Who waits is served in order, and not for long. An upload that holds a part never waits
 * here for another one ({@link #tryPart}), so that no two wait for each other. Thread-safe.
 */
final class UploadMemory {
    /** The longest buffer that counts as small. */
    static final int SMALL = 1024 * 1024;

    // A permit stands for so many bytes: counters of permits are ints.
    private static final int UNIT = 1024;
    private static final int SHARE_OF_SMALL = 8;
    /** Kept when nobody uses them: large arrays are slow to come by, since they are wiped first. */
    private static final int SPARE = 6;

    private final int partSize;
    private final int largestPart;
    private final Duration patience;
    private final int smallUnits;
    private final Semaphore small;
    private final Semaphore large;
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();
    private final Semaphore spareRoom = new Semaphore(SPARE);

    /** A buffer on loan. For one thread at a time; closed by whoever took it. */
    final class Lease implements AutoCloseable {
        private final byte[] buffer;
        private final Semaphore pool;
        private boolean closed;

        private Lease(byte[] buffer, Semaphore pool) {
            this.buffer = buffer;
            this.pool = pool;
        }

        byte[] buffer() {
            return buffer;
        }

        /** Gives it back; may be called again. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                if (buffer.length == partSize && spareRoom.tryAcquire()) {
                    spare.add(buffer);
                }
                pool.release(units(buffer.length));
            }
        }
    }

    /**
     * @param bytes in total
     * @param partSize the usual size of a part, no more than the total
     * @param patience how long somebody waits before they are told that there is none
     */
    UploadMemory(long bytes, int partSize, Duration patience) {
        this.partSize = partSize;
        this.patience = patience;
        long kept = Math.min(bytes / SHARE_OF_SMALL, bytes - partSize);
        smallUnits = (int) Math.min(Integer.MAX_VALUE, kept / UNIT);
        int largeUnits = (int) Math.min(Integer.MAX_VALUE, (bytes - kept) / UNIT);
        small = new Semaphore(smallUnits, true);
        large = new Semaphore(largeUnits, true);
        // Two at least fit, so that one can be filled while another is sent.
        largestPart = (int) Math.max(partSize, Math.min(Integer.MAX_VALUE - 8, largeUnits * (long) UNIT / 2));
    }

    /** In bytes. */
    int partSize() {
        return partSize;
    }

    /** The largest part that can be had, in bytes. */
    int largestPart() {
        return largestPart;
    }

    /**
     * The first buffer of an upload, or a larger one in its place. Waits a moment.
     *
     * @param size in bytes, {@link #largestPart()} at most
     * @throws InsufficientStorageException for lack of staging room, which comes back when other uploads end
     */
    Lease lease(ResourcePath path, int size) {
        int units = units(size);
        if (size > SMALL || units > smallUnits) {
            waitFor(large, units, path, size);
            return new Lease(array(size), large);
        }
        if (small.tryAcquire(units)) {
            return new Lease(new byte[size], small);
        }
        if (!large.hasQueuedThreads() && large.tryAcquire(units)) {
            return new Lease(new byte[size], large);
        }
        waitFor(small, units, path, size);
        return new Lease(new byte[size], small);
    }

    /**
     * One more part for an upload that holds one already; doesn't wait, and doesn't overtake those who do.
     *
     * @return empty when there is none to spare
     */
    Optional<Lease> tryPart(int size) {
        return !large.hasQueuedThreads() && large.tryAcquire(units(size))
                ? Optional.of(new Lease(array(size), large))
                : Optional.empty();
    }

    /** Whether somebody waits for a first buffer. */
    boolean isAwaited() {
        return large.hasQueuedThreads();
    }

    private void waitFor(Semaphore pool, int units, ResourcePath path, int size) {
        try {
            if (!pool.tryAcquire(units, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw none(path, size, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none(path, size, e);
        }
    }

    private InsufficientStorageException none(ResourcePath path, int size, @Nullable Throwable cause) {
        return new InsufficientStorageException(
                Reason.STAGING, path, OptionalLong.of(size), OptionalLong.of(freeBytes()), cause);
    }

    private byte[] array(int size) {
        if (size == partSize) {
            byte[] used = spare.poll();
            if (used != null) {
                spareRoom.release();
                return used;
            }
        }
        return new byte[size];
    }

    private static int units(int bytes) {
        return Math.max(1, (bytes + UNIT - 1) / UNIT);
    }

    /** What nobody holds, in whole KiB. */
    long freeBytes() {
        return ((long) small.availablePermits() + large.availablePermits()) * UNIT;
    }
}
