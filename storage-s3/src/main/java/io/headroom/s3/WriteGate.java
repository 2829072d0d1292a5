package io.headroom.s3;

import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps a store that hangs on every write from taking all threads with it, as a full Ceph does. No more than some writes are under way
 * at once. When one got no answer in its time, and no other has got one meanwhile, all others are turned away at once, but for one at a
 * time, until one of those gets an answer again. Removals and reads don't pass here. Thread-safe.
 */
final class WriteGate {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Semaphore places;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private boolean trialUnderWay;
    private long answers;

    /**
     * @param most writes under way at once
     * @param patience how long a write waits for its turn
     */
    WriteGate(int most, Duration patience) {
        this.places = new Semaphore(most, true);
        this.patience = patience;
    }

    /**
     * Runs a call that adds bytes to the store.
     *
     * @throws UnavailableException without a call, when the store hangs
     */
    <T> T pass(ResourcePath about, Supplier<T> call) {
        boolean trial = enter(about);
        try {
            takePlace(about);
            try {
                return answered(call);
            } finally {
                places.release();
            }
        } finally {
            leave(trial);
        }
    }

    /** Whether this one tries for all others. */
    private boolean enter(ResourcePath about) {
        lock.lock();
        try {
            if (closed && trialUnderWay) {
                throw new UnavailableException(about, RETRY, null);
            }
            trialUnderWay |= closed;
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void leave(boolean trial) {
        lock.lock();
        try {
            trialUnderWay &= !trial;
        } finally {
            lock.unlock();
        }
    }

    private void takePlace(ResourcePath about) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(about, RETRY, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(about, RETRY, e);
        }
    }

    private <T> T answered(Supplier<T> call) {
        long before = answers();
        try {
            T result = call.get();
            note(true, before);
            return result;
        } catch (OutcomeUnknownException e) {
            if (S3Failures.isTimeOut(e)) {
                note(false, before);
            }
            throw e;
        } catch (UnavailableException e) {
            throw e;
        } catch (StorageException e) {
            // A refusal is an answer too.
            note(true, before);
            throw e;
        }
    }

    private long answers() {
        lock.lock();
        try {
            return answers;
        } finally {
            lock.unlock();
        }
    }

    private void note(boolean answer, long before) {
        lock.lock();
        try {
            if (answer) {
                answers++;
                closed = false;
            } else if (answers == before) {
                closed = true;
            }
        } finally {
            lock.unlock();
        }
    }
}
