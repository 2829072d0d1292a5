package io.headroom.server.http;

import io.headroom.server.failure.RequestRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many threads may wait for the bytes of request bodies at once, so that senders which are slow, or silent, never take the
 * threads of those who read. A body that is there already needs no slot: short requests come and go at any rate. Thread-safe.
 */
public final class UploadSlots {
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_SECONDS = "5";

    private final Semaphore free;
    private final Semaphore queue;
    private final Duration patience;

    /**
     * @param most how many may wait for bytes at once
     * @param queued how many more may wait for a slot, each with a thread; the next are refused at once
     * @param patience how long they wait for it
     */
    public UploadSlots(int most, int queued, Duration patience) {
        this.free = new Semaphore(most);
        this.queue = new Semaphore(queued);
        this.patience = patience;
    }

    /**
     * A slot, after a short wait at most.
     *
     * @throws RequestRefusedException 503 with Retry-After: this passes (RFC 9110 §15.6.4)
     */
    Slot take() {
        if (free.tryAcquire() || waited()) {
            return new Slot(free);
        }
        throw new RequestRefusedException(
                UNAVAILABLE,
                "Too many uploads are under way at once; nothing was stored. Try again in a moment.",
                Map.of("Retry-After", RETRY_SECONDS));
    }

    /** Whether one more would wait for a slot, rather than be refused at once. */
    boolean canQueue() {
        return queue.availablePermits() > 0;
    }

    private boolean waited() {
        if (!queue.tryAcquire()) {
            return false;
        }
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
            return false;
        } finally {
            queue.release();
        }
    }

    /** One upload's leave to wait. Closed once, by the body that took it. */
    record Slot(Semaphore from) implements AutoCloseable {
        @Override
        public void close() {
            from.release();
        }
    }
}
