package io.headroom.server.metadata;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lends the room of the {@link MetadataBallast} to work that must succeed on a full disk, and gets it back. Thread-safe.
 *
 * <p>SQLite writes to a log first, even to remove. Before and after the work the log is carried over into the database, so
 * that the next writer starts at the log's beginning and needs no new blocks: a full disk is bridged more than once.
 */
final class MetadataReserve {
    private static final Duration REFILL_PAUSE = Duration.ofSeconds(10);

    private final MetadataBallast ballast;
    private final ReadPool connections;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong nextRefillNanos = new AtomicLong(System.nanoTime());

    MetadataReserve(MetadataBallast ballast, ReadPool connections) {
        this.ballast = ballast;
        this.connections = connections;
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /** Runs the attempt with the ballast's room at hand. One at a time. */
    <T> T lend(Attempt<T> attempt) throws SQLException {
        lock.lock();
        try {
            drop();
            carryOver();
            try {
                return attempt.run();
            } finally {
                carryOver();
                ballast.fill();
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop() throws SQLException {
        try {
            ballast.drop();
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private void carryOver() {
        try {
            connections.run(session -> {
                // The row is of no interest, but a statement left open would keep the connection at an old state.
                try (ResultSet row =
                        session.prepare("PRAGMA wal_checkpoint(RESTART)").executeQuery()) {
                    return row.next();
                }
            });
        } catch (SQLException e) {
            // Without room it can't be carried over; the log simply stays as long as it is.
            return;
        }
    }

    /** Completes a ballast that lack of room left short; costs one look when it is whole, and tries only now and then. */
    void refill() {
        if (!ballast.isShort() || !lock.tryLock()) {
            return;
        }
        try {
            long now = System.nanoTime();
            if (now - nextRefillNanos.get() >= 0) {
                nextRefillNanos.set(now + REFILL_PAUSE.toNanos());
                ballast.fill();
            }
        } finally {
            lock.unlock();
        }
    }
}
