package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers that come at the same time share one transaction, because a durable commit costs the same for one row as for
 * a hundred. The writer that finds nobody at work carries out its own work and all that queues behind it, then hands over to
 * the first of those who came meanwhile. There is no thread of its own, and a lone writer never waits.
 */
final class GroupCommit {
    /** Bounds how long the first of a group waits for the last. */
    private static final int LARGEST_GROUP = 256;

    private final Consumer<List<Job<?>>> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Job<?>> queue = new ArrayDeque<>();
    private boolean busy;

    /** @param transaction settles every job that it is given; called by one thread at a time */
    GroupCommit(Consumer<List<Job<?>>> transaction) {
        this.transaction = transaction;
    }

    /** Returns when the work is committed, or throws what kept it from that. */
    <T> T run(SqlWork<T> work) throws SQLException {
        Job<T> job = new Job<>(work);
        boolean leads;
        lock.lock();
        try {
            queue.add(job);
            leads = !busy;
            busy = true;
        } finally {
            lock.unlock();
        }
        if (leads || job.awaitTurn()) {
            lead();
        }
        return job.result();
    }

    private void lead() {
        List<Job<?>> group = new ArrayList<>();
        lock.lock();
        try {
            while (!queue.isEmpty() && group.size() < LARGEST_GROUP) {
                group.add(queue.remove());
            }
        } finally {
            lock.unlock();
        }
        try {
            transaction.accept(group);
        } catch (RuntimeException | Error e) {
            group.forEach(job -> job.fail(e));
        }
        handOver();
        group.forEach(Job::wake);
    }

    private void handOver() {
        @Nullable Job<?> next;
        lock.lock();
        try {
            next = queue.peek();
            busy = next != null;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.promote();
        }
    }

    /** Somebody's work on its way. */
    static final class Job<T> {
        private final SqlWork<T> work;
        private final Thread owner = Thread.currentThread();
        private volatile boolean promoted;
        private volatile boolean finished;

        // Written by the leader before "finished".
        private @Nullable T value;
        private @Nullable Throwable failure;

        Job(SqlWork<T> work) {
            this.work = work;
        }

        /** Does the work inside the leader's transaction; the value counts once that is committed. */
        void attempt(SqlSession session) throws SQLException {
            value = work.run(session);
        }

        void fail(Throwable cause) {
            failure = cause;
        }

        private void wake() {
            finished = true;
            LockSupport.unpark(owner);
        }

        private void promote() {
            promoted = true;
            LockSupport.unpark(owner);
        }

        /** @return true to lead, false when somebody else did the work */
        private boolean awaitTurn() {
            boolean interrupted = false;
            while (!finished && !promoted) {
                LockSupport.park(this);
                // The work will be done in any case; the interrupt is the caller's to see.
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                owner.interrupt();
            }
            return !finished;
        }

        // The type parameter says whether null is a value.
        @SuppressWarnings("NullAway")
        private T result() throws SQLException {
            if (failure instanceof SQLException cause) {
                throw cause;
            }
            if (failure instanceof RuntimeException cause) {
                throw cause;
            }
            if (failure instanceof Error cause) {
                throw cause;
            }
            return value;
        }
    }
}
