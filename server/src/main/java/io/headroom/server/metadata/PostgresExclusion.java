package io.headroom.server.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.headroom.server.namespace.NodeExclusion;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.UnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advisory locks of PostgreSQL, held by an open transaction until they are given back. They end with the connection, so a server
 * that dies gives them back at once; one whose machine vanishes, after about ten seconds.
 *
 * <p>Thread-safe; closed by whoever opened it, after the last request. Each claim takes a connection of a pool that nothing else
 * uses; who finds none free waits for a bounded time.
 */
public final class PostgresExclusion implements NodeExclusion, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresExclusion.class);

    /** How long others may hold what somebody wants; a large tree is moved in that time by most storages. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a client should wait before it tries again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Nobody asks again for what the database has said so short a time ago. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final String DEADLOCK = "40P01";

    private static final String TAKE = """
            SELECT CASE WHEN exclusive THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END
            FROM unnest(?, ?) AS wanted (key, exclusive)
            """;

    private final HikariDataSource pool;

    /** @param connections how many changes this server makes at a time; at least 1 */
    public PostgresExclusion(DataSource database, int connections) {
        this(database, connections, PATIENCE);
    }

    /** @param patience how long to wait for others, and for a connection */
    PostgresExclusion(DataSource database, int connections, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("exclusion");
        config.setDataSource(database);
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(patience.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        // A long move is an idle transaction; a peer that is silent is found out by the system.
        config.setConnectionInitSql("SET lock_timeout = " + patience.toMillis()
                + "; SET idle_in_transaction_session_timeout = 0"
                + "; SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3");
        pool = new HikariDataSource(config);
    }

    @Override
    public Claim take(List<Wanted> wanted) {
        Keys keys = Keys.of(wanted);
        ResourcePath about = wanted.get(wanted.size() - 1).path();
        try {
            return take(keys);
        } catch (SQLException e) {
            if (!DEADLOCK.equals(e.getSQLState())) {
                throw new UnavailableException(about, RETRY_AFTER, e);
            }
        }
        // All take their keys in the same order, so this is somebody else's doing, and over now.
        try {
            return take(keys);
        } catch (SQLException e) {
            throw new UnavailableException(about, RETRY_AFTER, e);
        }
    }

    private Claim take(Keys keys) throws SQLException {
        Connection connection = pool.getConnection();
        boolean taken = false;
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setArray(1, connection.createArrayOf("bigint", keys.exclusive().keySet().toArray()));
            take.setArray(2, connection.createArrayOf("boolean", keys.exclusive().values().toArray()));
            take.execute();
            taken = true;
            return new Held(connection, System.nanoTime());
        } finally {
            if (!taken) {
                // Rolls back, and so lets go of those that were there already.
                connection.close();
            }
        }
    }

    /** Waits for nobody. */
    @Override
    public void close() {
        pool.close();
    }

    /**
     * What stands for paths in the database.
     *
     * @param exclusive whether each is, by its number, in the one order in which everybody takes them
     */
    private record Keys(SortedMap<Long, Boolean> exclusive) {
        static Keys of(List<Wanted> wanted) {
            SortedMap<Long, Boolean> byNumber = new TreeMap<>();
            wanted.forEach(each -> byNumber.merge(number(each.path()), each.exclusive(), Boolean::logicalOr));
            return new Keys(byNumber);
        }

        /** FNV-1a in 64 bits. Two paths with one number exclude each other in vain, and that is all. */
        private static long number(ResourcePath path) {
            long hash = 0xcbf29ce484222325L;
            String text = path.toString();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                hash = (hash ^ (c & 0xff)) * 0x100000001b3L;
                hash = (hash ^ (c >> 8)) * 0x100000001b3L;
            }
            return hash;
        }
    }

    /** Released by the rollback that returning a connection to the pool means. */
    private static final class Held implements Claim {
        private final Connection connection;
        private long seenAt;
        private boolean closed;

        Held(Connection connection, long seenAt) {
            this.connection = connection;
            this.seenAt = seenAt;
        }

        @Override
        public void requireHeld() {
            if (System.nanoTime() - seenAt < FRESH.toNanos()) {
                return;
            }
            try (PreparedStatement ask = connection.prepareStatement("SELECT 1")) {
                ask.execute();
                seenAt = System.nanoTime();
            } catch (SQLException e) {
                throw new UnavailableException(ResourcePath.ROOT, RETRY_AFTER, e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                connection.close();
            } catch (SQLException e) {
                // A connection that is broken holds nothing, and the pool throws it away.
                LOG.debug("An exclusion ended with its connection", e);
            }
        }
    }
}
