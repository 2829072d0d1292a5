package io.headroom.server.metadata;

import io.headroom.server.metadata.GroupCommit.Job;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Carries out groups of work in one transaction; when anything in a group fails, all is
 * rolled back and each does its work alone, so that nobody fails for another's sake.
 *
 * <p>One thread at a time; {@link GroupCommit} sees to that. A connection whose rollback failed is replaced.
 */
final class WriteSession {
    private final SessionSource source;
    private @Nullable SqlSession session;

    WriteSession(SessionSource source, SqlSession session) {
        this.source = source;
        this.session = session;
    }

    void carryOut(List<Job<?>> group) {
        if (group.size() == 1 || !together(group)) {
            group.forEach(this::alone);
        }
    }

    /** @return whether all went well */
    private boolean together(List<Job<?>> group) {
        try {
            SqlSession open = session();
            for (Job<?> job : group) {
                job.attempt(open);
            }
            open.commit();
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            // Whose failure it is shows when each works alone.
            rollback(e);
            return false;
        }
    }

    private void alone(Job<?> job) {
        try {
            SqlSession open = session();
            job.attempt(open);
            open.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollback(e);
            job.fail(e);
        }
    }

    private SqlSession session() throws SQLException {
        SqlSession open = session;
        if (open == null) {
            open = source.open();
            session = open;
        }
        return open;
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
            // SQLite has rolled back by itself, as after a full disk, or can't: a new connection knows where it stands.
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

    void close() throws SQLException {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
