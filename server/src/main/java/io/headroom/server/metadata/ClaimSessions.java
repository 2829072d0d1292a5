package io.headroom.server.metadata;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections for what is held longer than a statement: so many at most, opened when they are needed and kept then. Thread-safe;
 * closed by whoever opened it.
 */
final class ClaimSessions implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final MetadataDatabase database;
    private final Duration patience;
    private final String settings;
    private final Semaphore free;
    private final ReentrantLock lock = new ReentrantLock();

    /** The one that was used last comes first, so that those that are not needed rest. */
    private final Deque<SqlSession> resting = new ArrayDeque<>();

    private boolean closed;

    /** @param patience how long to wait for a connection, and then for a lock */
    ClaimSessions(MetadataDatabase database, int most, Duration patience) {
        this.database = database;
        this.patience = patience;
        this.free = new Semaphore(most, true);
        // What holds a lock may be idle for as long as a large tree takes. A machine that vanished is found out sooner
        // than
        // others are.
        this.settings = "SET lock_timeout = " + patience.toMillis()
                + "; SET idle_in_transaction_session_timeout = 0"
                + "; SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";
    }

    /**
     * One that rests, which may have broken meanwhile, or a new one.
     *
     * @throws UnavailableException when all are in use for too long, or the database can't be reached
     */
    SqlSession borrow(ResourcePath about) {
        await(about);
        SqlSession known = rest();
        return known == null ? open(about) : known;
    }

    /** A new one in any case; those that rest are as old as the one that broke. */
    SqlSession borrowFresh(ResourcePath about) {
        await(about);
        endAll();
        return open(about);
    }

    private void await(ResourcePath about) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(about, RETRY_AFTER, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(about, RETRY_AFTER, e);
        }
    }

    private @Nullable SqlSession rest() {
        lock.lock();
        try {
            return resting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    private SqlSession open(ResourcePath about) {
        boolean opened = false;
        try {
            SqlSession session = database.openSession(about);
            try {
                session.prepare(settings).execute();
                session.commit();
                opened = true;
                return session;
            } catch (SQLException e) {
                end(session, e);
                throw database.translate(e, about);
            }
        } finally {
            if (!opened) {
                free.release();
            }
        }
    }

    /** Without a transaction. */
    void giveBack(SqlSession session) throws SQLException {
        boolean kept;
        lock.lock();
        try {
            kept = !closed;
            if (kept) {
                resting.addFirst(session);
            }
        } finally {
            lock.unlock();
        }
        free.release();
        if (!kept) {
            session.close();
        }
    }

    /** One that failed. */
    void discard(SqlSession session, SQLException cause) {
        end(session, cause);
        free.release();
    }

    private static void end(SqlSession session, SQLException cause) {
        try {
            session.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void endAll() {
        SQLException cause = new SQLException("not used any more");
        for (SqlSession next = rest(); next != null; next = rest()) {
            end(next, cause);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        endAll();
    }
}
