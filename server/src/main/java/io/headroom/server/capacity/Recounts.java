package io.headroom.server.capacity;

import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts in the background what quotas hold: when nobody knows, when it is doubtful, now and then, on demand. Thread-safe. */
final class Recounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recounts.class);
    /** So long those wait who would like to see a first count: small trees are right from the first request on. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Storage storage;
    private final Books books;
    private final CountTurns turns;
    private final ScheduledExecutorService counter;
    private final ReentrantLock lock = new ReentrantLock();
    /** Accounts that wait for their count or are being counted; guarded by the lock, as the next. */
    private final Set<Account> wanted = new HashSet<>();

    private @Nullable UsageCount running;
    private boolean closed;

    Recounts(Storage storage, Books books, CountTurns turns) {
        this.storage = storage;
        this.books = books;
        this.turns = turns;
        this.counter = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "recount");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Counts soon. Those that wait already are not counted twice. */
    void begin(Collection<Account> accounts) {
        List<Account> fresh = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            for (Account account : accounts) {
                if (wanted.add(account)) {
                    account.countBegins();
                    fresh.add(account);
                }
            }
            byTop(fresh).forEach(group -> counter.execute(() -> count(group)));
        } finally {
            lock.unlock();
        }
    }

    /** One walk for all accounts below the outermost of them. */
    private static List<List<Account>> byTop(List<Account> accounts) {
        List<List<Account>> groups = new ArrayList<>();
        for (Account account : accounts.stream()
                .sorted((one, other) ->
                        Integer.compare(one.root().depth(), other.root().depth()))
                .toList()) {
            groups.stream()
                    .filter(group -> account.root().startsWith(group.get(0).root()))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Account> group = new ArrayList<>();
                        groups.add(group);
                        return group;
                    })
                    .add(account);
        }
        return groups;
    }

    /** Waits until all counts that were asked for are done, or the time is over. */
    void await(Duration most) {
        CountDownLatch done = new CountDownLatch(1);
        lock.lock();
        try {
            if (closed || wanted.isEmpty()) {
                return;
            }
            counter.execute(done::countDown);
        } finally {
            lock.unlock();
        }
        try {
            if (!done.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Quotas are still being counted; until that is done their figures are too low.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param every zero for never */
    void repeat(Duration every) {
        if (!every.isZero()) {
            // Ends with the executor; a count reports its own failures.
            ScheduledFuture<?> unused = counter.scheduleWithFixedDelay(
                    () -> begin(books.accounts().all()), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void count(List<Account> accounts) {
        ResourcePath top = accounts.get(0).root();
        List<Account> mine = List.of();
        boolean done = false;
        Duration pause = AFTER_FAILURE;
        try {
            mine = turns.begin(accounts);
            done = true;
            for (List<Account> group : byTop(mine)) {
                done &= isCounted(group);
            }
            if (!done && !isClosed()) {
                LOG.warn("Below {} so much is changed that its quotas could not be counted.", top);
            }
        } catch (UnavailableException e) {
            done = false;
            pause = SOON;
            LOG.info("What the quotas below {} hold is counted later: {}", top, e.getMessage());
        } catch (StorageException e) {
            done = false;
            LOG.warn("What the quotas below {} hold could not be counted.", top, e);
        } finally {
            turns.end(mine, done);
            finish(accounts, mine, done, pause);
        }
    }

    private boolean isCounted(List<Account> group) {
        boolean done = false;
        for (int attempt = 0; attempt < turns.attempts() && !done && !isClosed(); attempt++) {
            done = countOnce(group.get(0).root(), group);
        }
        return done;
    }

    private boolean countOnce(ResourcePath top, List<Account> accounts) {
        UsageCount count = new UsageCount(storage, books.gate(), top, accounts);
        lock.lock();
        try {
            running = count;
        } finally {
            lock.unlock();
        }
        books.counting(count);
        try {
            return turns.count(count);
        } finally {
            books.counting(null);
        }
    }

    private void finish(List<Account> accounts, List<Account> mine, boolean done, Duration pause) {
        lock.lock();
        try {
            running = null;
            accounts.forEach(wanted::remove);
            accounts.forEach(Account::countStops);
            if (done) {
                mine.forEach(Recounts::report);
                return;
            }
            if (!closed) {
                ScheduledFuture<?> unused =
                        counter.schedule(() -> begin(accounts), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void report(Account account) {
        Room.Count count = account.count();
        if (count.driftBytes() != 0 || count.driftEntries() != 0) {
            LOG.info(
                    "Counted {} again: {} bytes and {} entries beyond what was known.",
                    account.root(),
                    count.driftBytes(),
                    count.driftEntries());
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (running != null) {
                running.spoil();
            }
        } finally {
            lock.unlock();
        }
        counter.shutdownNow();
        try {
            if (!counter.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A count did not end in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
