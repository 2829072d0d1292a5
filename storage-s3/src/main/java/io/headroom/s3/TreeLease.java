package io.headroom.s3;

import io.headroom.s3.TreeJournals.Found;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our right to work on a tree: the journal is written anew again and again in the background. When that fails for too long, or another
 * took it over, the work stops. Thread-safe; closed by whoever took it, which leaves the journal to others.
 */
final class TreeLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TreeLease.class);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final TreeJournals journals;
    private final TreeTimes times;
    private final Clock clock;
    private final Instant begun;
    private final ReentrantLock lock = new ReentrantLock();
    private final Future<?> renewal;
    private TreeJournal journal;
    private String etag;
    private volatile Instant renewed;
    private volatile boolean lost;
    private volatile boolean commitUnknown;

    private TreeLease(
            TreeJournals journals,
            TreeTimes times,
            Clock clock,
            ScheduledExecutorService scheduler,
            TreeJournal journal,
            String etag,
            Instant begun,
            Instant renewed) {
        this.journals = journals;
        this.times = times;
        this.clock = clock;
        this.journal = journal;
        this.etag = etag;
        this.begun = begun;
        this.renewed = renewed;
        long period = times.renewal().toMillis();
        try {
            this.renewal = scheduler.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new UnavailableException(journal.job().target(), RETRY, e);
        }
    }

    /** Writes the journal of a new tree. */
    static TreeLease begin(
            TreeJob job, TreeJournals journals, TreeTimes times, Clock clock, ScheduledExecutorService scheduler) {
        Instant now = clock.instant();
        TreeJournal journal = TreeJournal.begin(job, journals.owner());
        StoredObject object = journals.begin(journal);
        return new TreeLease(journals, times, clock, scheduler, journal, object.etag(), object.lastModified(), now);
    }

    /**
     * Takes over what nobody works on.
     *
     * @throws PreconditionFailedException when somebody does, or another was faster
     */
    static TreeLease takeOver(
            Found found, TreeJournals journals, TreeTimes times, Clock clock, ScheduledExecutorService scheduler) {
        Instant now = clock.instant();
        Instant changed = found.object().lastModified();
        TreeJournal journal = found.journal().takenOver(journals.owner(), changed, changed.plus(times.lease()));
        String etag = journals.replace(journal, found.object().etag());
        return new TreeLease(
                journals,
                times,
                clock,
                scheduler,
                journal,
                etag,
                journal.begun().orElse(changed),
                now);
    }

    TreeJob job() {
        return journal.job();
    }

    /** From when on by the store's clock what is new at the target may be a copy. */
    Instant begun() {
        return begun;
    }

    /** Until when by the store's clock what is new at the target may be a copy. */
    Instant until() {
        return journal.until().orElse(Instant.MAX);
    }

    /** @throws UnavailableException when the work must stop */
    void requireHeld() {
        boolean old = clock.instant().isAfter(renewed.plus(times.patience()));
        if (lost || old) {
            throw new UnavailableException(job().target(), RETRY, null);
        }
    }

    private void renew() {
        lock.lock();
        try {
            if (!renewal.isCancelled() && !lost) {
                write(current -> current.renewed(begun));
            }
        } catch (PreconditionFailedException e) {
            LOG.warn("Another node took over the tree from {} to {}.", job().source(), job().target(), e);
            lost = true;
        } catch (StorageException e) {
            LOG.warn("The journal of the tree from {} to {} can't be renewed.", job().source(), job().target(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes down that the new tree stands: from here on it is finished, not undone.
     *
     * @throws OutcomeUnknownException when it may be so or not: then neither is to be done now
     */
    void commit() {
        lock.lock();
        try {
            requireHeld();
            write(current -> current.committed(begun));
        } catch (OutcomeUnknownException e) {
            commitUnknown = true;
            throw e;
        } catch (PreconditionFailedException e) {
            lost = true;
            commitUnknown = true;
            throw new OutcomeUnknownException(job().target(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the journal may say by now that the new tree stands. */
    boolean isCommitUnknown() {
        return commitUnknown;
    }

    /** A version whose answer got lost is known again by what it says. */
    private void write(UnaryOperator<TreeJournal> change) {
        Instant now = clock.instant();
        for (int i = 0; ; i++) {
            TreeJournal next = change.apply(journal);
            try {
                etag = journals.replace(next, etag);
            } catch (OutcomeUnknownException | PreconditionFailedException e) {
                Found found = journals.read(next.job()).orElseThrow(() -> e);
                boolean older = found.journal().owner().equals(next.owner());
                etag = older ? found.object().etag() : etag;
                if (!found.journal().equals(next)) {
                    if (i == 0 && older && e instanceof PreconditionFailedException) {
                        // The version before this one was written after all.
                        journal = found.journal();
                        continue;
                    }
                    throw e;
                }
            }
            journal = next;
            renewed = now;
            return;
        }
    }

    /** Renews no more. */
    @Override
    public void close() {
        // A renewal that is under way ends first, and none begins after: nothing may come back after a removal.
        lock.lock();
        try {
            renewal.cancel(false);
        } finally {
            lock.unlock();
        }
    }
}
