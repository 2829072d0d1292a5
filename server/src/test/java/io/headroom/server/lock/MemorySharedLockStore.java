package io.headroom.server.lock;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A shared store in maps, with a clock of its own, that can be out of reach for a while. Thread-safe. */
public final class MemorySharedLockStore implements SharedLockStore {
    private record Row(Lock lock, long version) {}

    private final Clock clock;
    private final ReentrantLock exclusive = new ReentrantLock();
    private final Map<LockToken, Row> rows = new HashMap<>();
    private final Map<LockToken, Long> removals = new HashMap<>();
    private long version;
    private long forgotten;
    private boolean away;
    private boolean triesTwice;

    public MemorySharedLockStore(Clock clock) {
        this.clock = clock;
    }

    /** From now on, until it is called again. */
    void outOfReach(boolean now) {
        locked(() -> away = now);
    }

    /** Every decision is asked for twice, as after a transaction that was rolled back. */
    void tryTwice() {
        locked(() -> triesTwice = true);
    }

    List<Lock> all() {
        exclusive.lock();
        try {
            return rows.values().stream().map(Row::lock).toList();
        } finally {
            exclusive.unlock();
        }
    }

    private void locked(Runnable work) {
        exclusive.lock();
        try {
            work.run();
        } finally {
            exclusive.unlock();
        }
    }

    @Override
    public State state() {
        exclusive.lock();
        try {
            if (away) {
                throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
            }
            return new State(version, clock.instant());
        } finally {
            exclusive.unlock();
        }
    }

    @Override
    public News since(long known) {
        exclusive.lock();
        try {
            boolean whole = known < forgotten || known > version;
            long from = whole ? NOTHING : known;
            return new News(
                    state(),
                    whole,
                    rows.values().stream()
                            .filter(row -> row.version() > from)
                            .map(Row::lock)
                            .toList(),
                    removals.entrySet().stream()
                            .filter(each -> each.getValue() > from)
                            .map(Map.Entry::getKey)
                            .toList());
        } finally {
            exclusive.unlock();
        }
    }

    @Override
    public long change(long known, Function<News, Edit> decide) {
        exclusive.lock();
        try {
            if (triesTwice) {
                // Of the first try, rolled back.
                Edit unused = decide.apply(since(known));
            }
            Edit edit = decide.apply(since(known));
            if (!edit.isEmpty()) {
                version++;
                edit.added().forEach(lock -> rows.put(lock.token(), new Row(lock, version)));
                edit.refreshed().forEach(lock -> rows.computeIfPresent(lock.token(), (t, r) -> new Row(lock, version)));
                edit.removed().forEach(token -> {
                    rows.remove(token);
                    removals.put(token, version);
                });
            }
            return version;
        } finally {
            exclusive.unlock();
        }
    }

    @Override
    public void sweep() {
        exclusive.lock();
        try {
            Instant now = state().time();
            rows.values().removeIf(row -> row.lock().isExpired(now));
            removals.clear();
            forgotten = version;
        } finally {
            exclusive.unlock();
        }
    }
}
