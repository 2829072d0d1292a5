package io.headroom.server.metadata;

import io.headroom.server.escrow.SharedLedger;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared ledger of the quotas in a PostgreSQL database. Thread-safe; closed by whoever made it, before the database.
 *
 * <p>Changes have a connection of their own, one after the other: they wait for other nodes' changes of the same quota, and the
 * writes of this node's locks and properties are not to wait with them.
 */
public final class JdbcSharedLedger implements SharedLedger, AutoCloseable {
    /** How often another node may be in the way, or the connection be one from before a restart. */
    private static final int MOST_ATTEMPTS = 5;

    private final MetadataDatabase database;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SqlSession session;
    private boolean closed;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcSharedLedger(MetadataDatabase database) {
        this.database = database;
    }

    @Override
    public <T> T look(Work<T> work) {
        return database.read(ResourcePath.ROOT, open -> JdbcSharedRows.run(open, work));
    }

    @Override
    public <T> T change(Work<T> work) {
        lock.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                SqlSession open = session();
                boolean committing = false;
                try {
                    T value = JdbcSharedRows.run(open, work);
                    committing = true;
                    open.commit();
                    return value;
                } catch (SQLException e) {
                    rollback(open, e);
                    boolean again = database.isConflict(e) || (!committing && database.isDisconnected(e));
                    if (!again || attempt == MOST_ATTEMPTS) {
                        throw database.translate(e, ResourcePath.ROOT);
                    }
                } catch (RuntimeException | Error e) {
                    rollback(open, e);
                    throw e;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private SqlSession session() {
        if (closed) {
            throw new IllegalStateException("the ledger is closed");
        }
        SqlSession open = session;
        if (open == null) {
            open = database.openSession(ResourcePath.ROOT);
            session = open;
        }
        return open;
    }

    private void rollback(SqlSession open, Throwable cause) {
        open.dropStatements(cause);
        try {
            open.rollback();
        } catch (SQLException e) {
            // The connection is gone: a new one knows where it stands.
            cause.addSuppressed(e);
            session = null;
            end(open, cause);
        }
    }

    private static void end(SqlSession open, Throwable cause) {
        try {
            open.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (session != null) {
                session.close();
                session = null;
            }
        } catch (SQLException e) {
            throw database.translate(e, ResourcePath.ROOT);
        } finally {
            lock.unlock();
        }
    }
}
