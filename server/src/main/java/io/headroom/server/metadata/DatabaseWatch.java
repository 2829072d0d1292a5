package io.headroom.server.metadata;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a database every second whether it is there and takes changes, on a connection and a thread of its own: a database that
 * hangs is found out after two or three seconds, and one that is back after one, whether or not there are requests. Thread-safe.
 */
final class DatabaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final String READ_ONLY = "25006";

    private final Connections connections;
    private final Reachability reachability;
    private final Runnable abort;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Owed> owed = new ArrayDeque<>();
    private @Nullable Connection connection;

    /** Something that the database owes to what has already been done elsewhere. */
    private record Owed(String what, Runnable work) {}

    /** Opens connections. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * Watches from now on.
     *
     * @param abort ends what waits for an answer that won't come
     */
    DatabaseWatch(Connections connections, Reachability reachability, Runnable abort) {
        this.connections = connections;
        this.reachability = reachability;
        this.abort = abort;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "metadata-watch");
            thread.setDaemon(true);
            return thread;
        });
        // Ends with the timer.
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::look, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Carries something out as soon as the database is there, within a second or so. Forgotten when the server ends first: what
     * must not be forgotten is in the database or in the storage too.
     *
     * @param what for the log
     */
    void owe(String what, Runnable work) {
        lock.lock();
        try {
            owed.add(new Owed(what, work));
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        try {
            probe();
            reachability.found();
            settle();
        } catch (SQLException e) {
            if (reachability.isDisconnected(e)
                    || e.getSQLState() == null
                    || e.getSQLState().equals(READ_ONLY)) {
                reachability.lost(e);
                abort.run();
            }
            // Too many connections, say: those that are open may go on.
        } catch (RuntimeException e) {
            LOG.error("The metadata database can't be watched", e);
        }
    }

    private void probe() throws SQLException {
        if (connection != null) {
            try {
                ask(connection);
                return;
            } catch (SQLException e) {
                // It may be this connection alone, as after a restart.
                drop(connection, e);
            }
        }
        Connection fresh = connections.open();
        try {
            ask(fresh);
            connection = fresh;
        } catch (SQLException e) {
            drop(fresh, e);
            throw e;
        }
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('transaction_read_only')")) {
            if (!row.next() || row.getString(1).equals("on")) {
                throw new SQLException("takes no changes", READ_ONLY);
            }
        }
    }

    private void drop(Connection dropped, SQLException cause) {
        connection = null;
        try {
            dropped.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void settle() {
        for (Owed next = next(); next != null; next = next()) {
            try {
                next.work().run();
            } catch (UnavailableException e) {
                // Gone again; what was owed stays so, in its turn.
                putBack(next);
                return;
            } catch (StorageException e) {
                LOG.warn("{} failed, and is left to the next start", next.what(), e);
            }
        }
    }

    private void putBack(Owed unsettled) {
        lock.lock();
        try {
            owed.addFirst(unsettled);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Owed next() {
        lock.lock();
        try {
            return owed.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            // The connection belongs to the timer's thread.
            if (timer.awaitTermination(BETWEEN.toSeconds() * 5, TimeUnit.SECONDS) && connection != null) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("closing", e);
        }
    }
}
