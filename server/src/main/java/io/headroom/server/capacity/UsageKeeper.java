package io.headroom.server.capacity;

import io.headroom.spi.error.StorageException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the figures down now and then, behind the requests: a write pays nothing for it. What an unclean stop loses, the next
 * start counts again. Thread-safe.
 */
final class UsageKeeper implements CapacityLedger.Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(UsageKeeper.class);
    private static final long SECONDS_BETWEEN = 30;

    private final Accounts accounts;
    private final QuotaStore store;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private List<QuotaStore.Usage> saved = List.of();

    UsageKeeper(Accounts accounts, QuotaStore store) {
        this.accounts = accounts;
        this.store = store;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "usage");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        // Ends with the timer.
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(() -> save(false), SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    private void save(boolean complete) {
        lock.lock();
        try {
            List<QuotaStore.Usage> now =
                    accounts.all().stream().map(Account::usage).toList();
            if (complete || !now.equals(saved)) {
                store.save(now, complete);
                saved = now;
            }
        } catch (StorageException e) {
            LOG.warn(
                    "The figures of the quotas could not be written down; the next start counts again if none can.", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        // What is doubtful now is counted again by the next start.
        save(accounts.all().stream().allMatch(Account::isCertain));
    }
}
