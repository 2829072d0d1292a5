package io.headroom.spi.testkit;

import io.headroom.spi.Capacity;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of a {@link MemoryStorage}: like a disk, it counts uploads on their way too. Thread-safe. */
final class MemoryRoom {
    private final long limit;
    private final Clock clock;
    private final AtomicLong used = new AtomicLong();

    MemoryRoom(long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** @throws InsufficientStorageException when that many bytes don't fit; then none is taken */
    void take(long bytes, ResourcePath path) {
        long before = used.getAndUpdate(now -> bytes <= limit - now ? now + bytes : now);
        if (bytes > limit - before) {
            throw full(bytes, limit - before, path);
        }
    }

    /** @throws InsufficientStorageException when that many bytes wouldn't fit now */
    void check(long bytes, ResourcePath path) {
        long left = limit - used.get();
        if (bytes > left) {
            throw full(bytes, left, path);
        }
    }

    private static InsufficientStorageException full(long needed, long available, ResourcePath path) {
        return new InsufficientStorageException(
                InsufficientStorageException.Reason.DISK_FULL,
                path,
                OptionalLong.of(needed),
                OptionalLong.of(available),
                null);
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    Capacity.Bounded capacity() {
        long now = used.get();
        return new Capacity.Bounded(limit - now, now, limit, clock.instant());
    }
}
