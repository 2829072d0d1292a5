package io.headroom.server.capacity;

import io.headroom.spi.error.StorageException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the leases again and again, on a thread of its own, and says in the log when that fails and when it works again. */
final class LeaseTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTimer.class);

    private final Runnable tick;
    private final ScheduledExecutorService executor;

    /** Of the executor's thread alone. */
    private boolean out;

    /** @param tick fails with a StorageException when the shared ledger can't be reached */
    LeaseTimer(Runnable tick) {
        this.tick = tick;
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "leases");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(Duration pause) {
        // Ends with the executor.
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                this::tickOrLog, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tickOrLog() {
        try {
            tick.run();
            if (out) {
                out = false;
                LOG.info("The shared ledger of the quotas can be reached again.");
            }
        } catch (StorageException e) {
            if (!out) {
                out = true;
                LOG.warn("The shared ledger of the quotas can't be reached; nothing is written until it can.", e);
            }
        } catch (RuntimeException e) {
            // The timer would never run again.
            LOG.error("The leases of the quotas could not be looked after.", e);
        }
    }

    /** A look that is on its way is interrupted, and not waited for. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
