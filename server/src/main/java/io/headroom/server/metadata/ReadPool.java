package io.headroom.server.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Connections that only read, so that queries neither wait for each other nor for a commit. Thread-safe. */
final class ReadPool implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);
    private static final Duration SERVER_LIFETIME = Duration.ofMinutes(30);

    private final HikariDataSource pool;
    private final Reachability reachability;

    /** By the connection itself, not the pool's wrapper, which would close the statements each time. */
    private final Map<Connection, SqlSession> sessions = new ConcurrentHashMap<>();

    private ReadPool(HikariConfig config, int size, Reachability reachability) {
        config.setPoolName("metadata");
        config.setMinimumIdle(size);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(PATIENCE.toMillis());
        this.pool = new HikariDataSource(config);
        this.reachability = reachability;
    }

    /** Opens all connections, so that none is missing when the disk is full. */
    static ReadPool ofFile(DataSource source, int size, Reachability reachability) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        // A file doesn't time out.
        config.setMaxLifetime(0);
        return new ReadPool(config, size, reachability);
    }

    static ReadPool ofServer(PostgresSource source, int size, Reachability reachability) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source.dataSource());
        config.setConnectionInitSql(source.settings());
        config.setValidationTimeout(SIGN_OF_LIFE.toMillis());
        config.setMaxLifetime(SERVER_LIFETIME.toMillis());
        return new ReadPool(config, size, reachability);
    }

    <T> T run(SqlWork<T> work) throws SQLException {
        try {
            return once(work);
        } catch (SQLException e) {
            if (!reachability.isDisconnected(e)) {
                throw e;
            }
        }
        // One connection is gone, or all are, as after a restart: a read may simply be done again.
        for (int left = pool.getMaximumPoolSize(); left > 0; left--) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (left == 1 || reachability.isLost() || !reachability.isDisconnected(e)) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("the last attempt throws");
    }

    private <T> T once(SqlWork<T> work) throws SQLException {
        reachability.require();
        try (Connection pooled = pool.getConnection()) {
            SqlSession session = session(pooled.unwrap(Connection.class));
            try {
                return work.run(session);
            } catch (SQLException e) {
                session.dropStatements(e);
                if (reachability.isDisconnected(e)) {
                    pool.evictConnection(pooled);
                }
                throw e;
            }
        }
    }

    private SqlSession session(Connection connection) throws SQLException {
        if (sessions.size() > pool.getMaximumPoolSize()) {
            // The pool has replaced some.
            for (Iterator<Connection> each = sessions.keySet().iterator(); each.hasNext(); ) {
                if (each.next().isClosed()) {
                    each.remove();
                }
            }
        }
        return sessions.computeIfAbsent(connection, SqlSession::new);
    }

    /** Ends all connections under the hands of those who wait for an answer. */
    void abort() {
        sessions.values().forEach(SqlSession::abort);
    }

    @Override
    public void close() {
        pool.close();
    }
}
