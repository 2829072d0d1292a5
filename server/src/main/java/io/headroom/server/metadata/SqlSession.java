package io.headroom.server.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection with the statements that were prepared on it. One thread at a time; closing it closes the connection. */
final class SqlSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlSession.class);

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    SqlSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * A statement that stays open for the next time: the caller sets every parameter, and closes results, not the statement.
     * A result left open would keep the connection at the state of that moment.
     *
     * @param sql one of a few constant texts
     */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement prepared = connection.prepareStatement(sql);
        statements.put(sql, prepared);
        return prepared;
    }

    /**
     * Forgets all statements, to be called after any failure: the driver ends a statement that failed half-way, and doesn't say
     * so until the next use.
     */
    void dropStatements(Throwable cause) {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
        statements.clear();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Ends the connection at once, whatever waits for it; from any thread. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("ending a connection", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
