package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.Grant;
import io.headroom.server.escrow.RootRow;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The books of one quota: what is used below its root, and what is promised to writes on their way. Thread-safe; every change
 * is one step, so what is promised and used never exceeds the limit by two writes that look at the same time.
 *
 * <p>Where several nodes share the quota, promises come out of the room that was leased to this node, and a promise that is
 * larger waits until the others were asked.
 */
final class Account {
    private final ResourcePath root;
    private final @Nullable Lender lender;
    /** Guarded by the lock; null when no other node shares the quota. */
    private final @Nullable Escrow escrow;

    private final ReentrantLock lock = new ReentrantLock();
    private Quota quota;
    private long usedBytes;
    private long usedEntries;
    private long reservedBytes;
    private long reservedEntries;
    private boolean counting;
    private boolean certain;
    private Optional<Instant> counted = Optional.empty();
    private long driftBytes;
    private long driftEntries;

    Account(Quota quota) {
        this.root = quota.root();
        this.quota = quota;
        this.lender = null;
        this.escrow = null;
    }

    /** One that other nodes have as well. */
    Account(Quota quota, Escrow escrow, Lender lender) {
        this.root = quota.root();
        this.quota = quota;
        this.lender = lender;
        this.escrow = escrow;
    }

    ResourcePath root() {
        return root;
    }

    Quota quota() {
        return locked(() -> quota);
    }

    void change(Quota newQuota) {
        locked(() -> quota = newQuota);
    }

    /**
     * What was known when the server stopped.
     *
     * @param complete whether nothing changed since it was written down
     */
    void restore(QuotaStore.Usage usage, boolean complete) {
        locked(() -> {
            certain = complete && usage.countedAt().isPresent();
            usedBytes = usage.bytes();
            usedEntries = usage.entries();
            counted = usage.countedAt();
            driftBytes = usage.driftBytes();
            driftEntries = usage.driftEntries();
            return this;
        });
    }

    AccountFigures figures() {
        return locked(this::figuresNow);
    }

    private AccountFigures figuresNow() {
        if (escrow == null) {
            return new AccountFigures(root, quota.limit(), usedBytes, usedEntries, reservedBytes, reservedEntries);
        }
        Amount elsewhere = escrow.reservedElsewhere();
        return new AccountFigures(
                root,
                quota.limit(),
                escrow.usedBytes(),
                escrow.usedEntries(),
                reservedBytes + elsewhere.bytes(),
                reservedEntries + elsewhere.entries());
    }

    QuotaStore.Usage usage() {
        return locked(() -> new QuotaStore.Usage(root, usedBytes, usedEntries, counted, driftBytes, driftEntries));
    }

    Room.Count count() {
        return locked(() -> {
            if (escrow == null) {
                return new Room.Count(counting, counted, driftBytes, driftEntries);
            }
            RootRow.Count count = escrow.view().count();
            return new Room.Count(
                    counting || !count.counter().isEmpty(),
                    count.finishedAt() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(count.finishedAt())),
                    count.drift().bytes(),
                    count.drift().entries());
        });
    }

    /** Whether it was ever counted. */
    boolean wasCounted() {
        return locked(() -> counted.isPresent());
    }

    /** Whether the figures follow from a count without a gap. */
    boolean isCertain() {
        return locked(() -> certain);
    }

    /**
     * Books room, if there is so much. What makes nothing larger always fits, also when the limit was passed already.
     *
     * @param bytes 0 or more
     * @param entries 0 or more; something new is not made when no byte is left, not even when it is empty: a client that begins
     *     with an empty file should hear it now
     */
    boolean tryReserve(long bytes, long entries) {
        return tryReserve(bytes, entries, true);
    }

    /**
     * As {@link #tryReserve(long, long)}.
     *
     * @param patient whether it is worth asking other nodes for room that they do not use
     */
    boolean tryReserve(long bytes, long entries, boolean patient) {
        return reserveNow(bytes, entries) || (lender != null && lender.obtain(this, bytes, entries, patient));
    }

    /** Books room that is here, without asking anybody. */
    boolean reserveNow(long bytes, long entries) {
        lock.lock();
        try {
            if (!(escrow == null ? fits(bytes, entries) : escrow.tryTake(bytes, entries))) {
                return false;
            }
            reservedBytes += bytes;
            reservedEntries += entries;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long bytes, long entries) {
        OptionalLong byteLimit = quota.limit().bytes();
        if (byteLimit.isPresent() && (bytes > 0 || entries > 0)) {
            long left = byteLimit.getAsLong() - Math.max(0, usedBytes) - reservedBytes;
            if (left < bytes || left <= 0) {
                return false;
            }
        }
        OptionalLong entryLimit = quota.limit().entries();
        return entries == 0
                || entryLimit.isEmpty()
                || entries <= entryLimit.getAsLong() - Math.max(0, usedEntries) - reservedEntries;
    }

    /** Gives back what was promised, and books what became of it, in one step. */
    void settle(long releasedBytes, long releasedEntries, long moreBytes, long moreEntries) {
        lock.lock();
        try {
            reservedBytes -= releasedBytes;
            reservedEntries -= releasedEntries;
            usedBytes += moreBytes;
            usedEntries += moreEntries;
            if (escrow != null) {
                escrow.settle(releasedBytes, releasedEntries, moreBytes, moreEntries);
            }
        } finally {
            lock.unlock();
        }
    }

    void countBegins() {
        locked(() -> counting = true);
    }

    /** The count is over, whatever became of it. */
    void countStops() {
        locked(() -> counting = false);
    }

    void countEnds(long bytes, long entries, Instant when) {
        locked(() -> {
            counting = false;
            certain = true;
            driftBytes = counted.isPresent() ? bytes - usedBytes : 0;
            driftEntries = counted.isPresent() ? entries - usedEntries : 0;
            counted = Optional.of(when);
            usedBytes = bytes;
            usedEntries = entries;
            return this;
        });
    }

    /**
     * Whether all that was promised here is still held: the leases of a node that stood still for a while are gone.
     *
     * @throws io.headroom.spi.error.UnavailableException when nobody can tell
     */
    boolean isCovered() {
        if (lender == null || isCoveredNow()) {
            return true;
        }
        lender.recover(this);
        return isCoveredNow();
    }

    /** As {@link #isCovered}, without asking anybody. */
    boolean isCoveredNow() {
        return locked(() -> escrow == null || escrow.isCovered());
    }

    /** The books that the nodes share; every caller knows that this account is such a one. */
    private Escrow escrow() {
        if (escrow == null) {
            throw new IllegalStateException("no other node shares the quota of " + root);
        }
        return escrow;
    }

    void add(Need need) {
        locked(() -> {
            escrow().add(need);
            return this;
        });
    }

    void remove(Need need) {
        locked(() -> {
            escrow().remove(need);
            return this;
        });
    }

    /** As {@link Need#takeServed}. */
    boolean takeServed(Need need) {
        return locked(need::takeServed);
    }

    boolean isRefused(Need need) {
        return locked(need::isRefused);
    }

    boolean isHopeless(Need need) {
        return locked(need::isHopeless);
    }

    boolean hasNeeds() {
        return locked(() -> escrow().hasNeeds());
    }

    /** A change below the root has ended. */
    void changed() {
        locked(() -> {
            escrow().changed();
            return this;
        });
    }

    /** Whether other nodes wait to hear from this one. */
    boolean isAwaited() {
        return locked(() -> escrow().isAwaited());
    }

    /** Whether other nodes do not know everything that is known here. */
    boolean isUntold() {
        return locked(() -> escrow().isUntold(new Amount(reservedBytes, reservedEntries)));
    }

    /** All the growth here since this node began. */
    Amount total() {
        return locked(() -> escrow().total());
    }

    RootRow view() {
        return locked(() -> escrow().view());
    }

    /** Another node changed something. */
    void seen(RootRow row, Quota newQuota) {
        locked(() -> {
            quota = newQuota;
            escrow().seen(row);
            return this;
        });
    }

    /** As {@link Escrow#send}. */
    Escrow.Sent send(boolean busy, boolean leaving) {
        return locked(() -> escrow().send(new Amount(reservedBytes, reservedEntries), busy, leaving));
    }

    void granted(Escrow.Sent sent, Grant grant, Quota newQuota) {
        locked(() -> {
            quota = newQuota;
            escrow().granted(sent, grant);
            return this;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    Room room() {
        return figures().room(count());
    }
}
