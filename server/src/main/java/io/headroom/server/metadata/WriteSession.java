package io.headroom.server.metadata;

import io.headroom.server.metadata.GroupCommit.Job;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Carries out groups of work in one transaction; when anything in a group fails, all is
 * rolled back and each does its work alone, so that nobody fails for another's sake.
 *
 * <p>One thread at a time; {@link GroupCommit} sees to that. A connection whose rollback failed is replaced. Work that met a
 * broken connection is done again on a new one, and work that gave way to another server's is tried again; but not once a
 * commit was sent and not answered, because nobody knows what became of that.
 */
final class WriteSession {
    private static final int MOST_ATTEMPTS = 5;

    private final SessionSource source;
    private final SqlDialect dialect;
    private final Reachability reachability;

    /** Changed by the thread that writes; others may end it. */
    private volatile @Nullable SqlSession session;

    WriteSession(SessionSource source, SqlDialect dialect, Reachability reachability, SqlSession session) {
        this.source = source;
        this.dialect = dialect;
        this.reachability = reachability;
        this.session = session;
    }

    void carryOut(List<Job<?>> group) {
        if (group.size() == 1 || !together(group)) {
            group.forEach(this::alone);
        }
    }

    /** @return whether all is settled, for good or ill */
    private boolean together(List<Job<?>> group) {
        boolean committing = false;
        try {
            SqlSession open = session();
            for (Job<?> job : group) {
                job.attempt(open);
            }
            committing = true;
            open.commit();
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(e);
            if (committing && isDisconnected(e)) {
                group.forEach(job -> job.fail(e));
                return true;
            }
            // Whose failure it is shows when each works alone.
            return false;
        }
    }

    private void alone(Job<?> job) {
        for (int left = MOST_ATTEMPTS - 1; left >= 0; left--) {
            boolean committing = false;
            try {
                SqlSession open = session();
                job.attempt(open);
                committing = true;
                open.commit();
                return;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(e);
                if (left == 0 || !isWorthAnother(e, committing)) {
                    job.fail(e);
                    return;
                }
            }
        }
    }

    private boolean isWorthAnother(Throwable failure, boolean committing) {
        if (failure instanceof SQLException cause && dialect.isConflict(cause)) {
            return true;
        }
        return !committing && isDisconnected(failure) && !reachability.isLost();
    }

    private boolean isDisconnected(Throwable failure) {
        return failure instanceof SQLException cause && dialect.isDisconnected(cause);
    }

    private SqlSession session() throws SQLException {
        reachability.require();
        SqlSession open = session;
        if (open == null) {
            open = open();
            session = open;
        }
        return open;
    }

    private SqlSession open() throws SQLException {
        try {
            return source.open();
        } catch (SQLException e) {
            reachability.notConnected(e);
            throw e;
        }
    }

    private void rollback(Throwable cause) {
        SqlSession open = session;
        if (open == null) {
            return;
        }
        open.dropStatements(cause);
        try {
            open.rollback();
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as after a full disk, or the connection is gone: a new one knows where
            // it
            // stands.
            cause.addSuppressed(e);
            session = null;
            close(open, cause);
        }
    }

    private static void close(SqlSession open, Throwable cause) {
        try {
            open.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Ends the connection under the hands of whoever waits for its answer; from any thread. */
    void abort() {
        SqlSession open = session;
        if (open != null) {
            open.abort();
        }
    }

    void close() throws SQLException {
        SqlSession open = session;
        if (open != null) {
            open.close();
            session = null;
        }
    }
}
