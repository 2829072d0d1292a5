package io.headroom.server.metadata;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers, as far as is known, so that nobody waits in vain for one that is known to be gone. Says so in
 * the log, once for each time. Thread-safe. A file is always there.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    private final SqlDialect dialect;
    private final String title;
    private final AtomicReference<@Nullable SQLException> lost = new AtomicReference<>();

    /** @param title how a message calls the database */
    Reachability(SqlDialect dialect, String title) {
        this.dialect = dialect;
        this.title = title;
    }

    /** @throws SQLException at once, when the database is known to be gone */
    void require() throws SQLException {
        SQLException known = lost.get();
        if (known != null) {
            throw new SQLTransientConnectionException(
                    "does not answer at present: " + known.getMessage(), known.getSQLState(), known);
        }
    }

    boolean isLost() {
        return lost.get() != null;
    }

    /** Somebody else was in the way; nothing was done. */
    boolean isConflict(SQLException failure) {
        return dialect.isConflict(failure);
    }

    /** The connection is no good any more; another may be. */
    boolean isDisconnected(SQLException failure) {
        return dialect.isDisconnected(failure);
    }

    /** Nobody could connect, or nobody answers: holds until {@link #found}. */
    void lost(SQLException failure) {
        if (lost.getAndSet(failure) == null) {
            LOG.warn("{} does not answer: {}", title, failure.getMessage());
        }
    }

    /** As {@link #lost}, unless the failure is one of another kind, as when there are too many connections. */
    void notConnected(SQLException failure) {
        if (isDisconnected(failure)) {
            lost(failure);
        }
    }

    void found() {
        if (lost.getAndSet(null) != null) {
            LOG.info("{} answers again.", title);
        }
    }
}
