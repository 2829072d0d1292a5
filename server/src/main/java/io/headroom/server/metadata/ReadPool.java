package io.headroom.server.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Connections that only read, so that queries neither wait for each other nor for a commit. Thread-safe. */
final class ReadPool implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HikariDataSource pool;

    /** By the connection itself, not the pool's wrapper, which would close the statements each time. */
    private final Map<Connection, SqlSession> sessions = new ConcurrentHashMap<>();

    /** Opens all connections, so that none is missing when the disk is full. */
    ReadPool(DataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("metadata");
        config.setDataSource(source);
        config.setMinimumIdle(size);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(PATIENCE.toMillis());
        // A file doesn't time out.
        config.setMaxLifetime(0);
        pool = new HikariDataSource(config);
    }

    <T> T run(SqlWork<T> work) throws SQLException {
        try (Connection pooled = pool.getConnection()) {
            SqlSession session = sessions.computeIfAbsent(pooled.unwrap(Connection.class), SqlSession::new);
            try {
                return work.run(session);
            } catch (SQLException e) {
                session.dropStatements(e);
                throw e;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
