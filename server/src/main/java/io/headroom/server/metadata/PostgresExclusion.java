package io.headroom.server.metadata;

import io.headroom.server.namespace.NodeExclusion;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advisory locks of PostgreSQL, held by an open transaction until they are given back. They end with the connection, so a server
 * that dies gives them back at once; one whose machine vanishes, after ten seconds.
 *
 * <p>Thread-safe; closed by whoever opened it, after the last request. Each claim takes a connection that nothing else uses; who
 * finds none free waits for a bounded time.
 */
public final class PostgresExclusion implements NodeExclusion, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresExclusion.class);

    /** How long to wait for others, and for a connection; less than the time after which a connection is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    /** How long a client should wait before it tries again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Nobody asks again for what the database has said so short a time ago. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The function calls go through the arrays from the first element to the last. */
    private static final String TAKE = """
            SELECT CASE WHEN exclusive THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END
            FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BOOLEAN[])) AS wanted (key, exclusive)
            """;

    private final MetadataDatabase database;
    private final ClaimSessions sessions;

    /**
     * @param database a PostgreSQL; stays open as long as this is used
     * @param connections how many changes this server makes at a time; at least 1
     */
    public PostgresExclusion(MetadataDatabase database, int connections) {
        this(database, connections, PATIENCE);
    }

    /** @param patience how long to wait for others, and for a connection */
    PostgresExclusion(MetadataDatabase database, int connections, Duration patience) {
        this.database = database;
        this.sessions = new ClaimSessions(database, connections, patience);
    }

    @Override
    public Claim take(List<Wanted> wanted) {
        Keys keys = Keys.of(wanted);
        ResourcePath about = wanted.get(wanted.size() - 1).path();
        SqlSession session = sessions.borrow(about);
        try {
            take(session, keys);
            return new Held(session);
        } catch (SQLException e) {
            sessions.discard(session, e);
            if (!isWorthAnother(e)) {
                throw refused(about, e);
            }
        }
        // It rested for too long and its end was lost; or two waited for each other, which is over now.
        SqlSession fresh = sessions.borrowFresh(about);
        try {
            take(fresh, keys);
            return new Held(fresh);
        } catch (SQLException e) {
            sessions.discard(fresh, e);
            throw refused(about, e);
        }
    }

    private boolean isWorthAnother(SQLException failure) {
        return database.isDisconnected(failure) || database.isConflict(failure);
    }

    /** Whatever it was: without the claim nothing is changed, and later it may be had. */
    private UnavailableException refused(ResourcePath about, SQLException failure) {
        StorageException known = database.translate(failure, about);
        return known instanceof UnavailableException unavailable
                ? unavailable
                : new UnavailableException(about, RETRY_AFTER, failure);
    }

    private static void take(SqlSession session, Keys keys) throws SQLException {
        PreparedStatement take = session.prepare(TAKE);
        take.setString(1, keys.numbers());
        take.setString(2, keys.exclusive());
        take.executeQuery().close();
    }

    /** Waits for nobody. */
    @Override
    public void close() {
        sessions.close();
    }

    /**
     * What stands for paths in the database, as the texts of two arrays of one length.
     *
     * @param numbers in the one order in which everybody takes them
     */
    private record Keys(String numbers, String exclusive) {
        static Keys of(List<Wanted> wanted) {
            SortedMap<Long, Boolean> byNumber = new TreeMap<>();
            wanted.forEach(each -> byNumber.merge(number(each.path()), each.exclusive(), Boolean::logicalOr));
            List<String> numbers = new ArrayList<>();
            List<String> exclusive = new ArrayList<>();
            byNumber.forEach((number, alone) -> {
                numbers.add(Long.toString(number));
                exclusive.add(Boolean.toString(alone));
            });
            return new Keys("{" + String.join(",", numbers) + "}", "{" + String.join(",", exclusive) + "}");
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

    /** Ends with its transaction, in which nothing was written. */
    private final class Held implements Claim {
        private final SqlSession session;
        private long seenAt = System.nanoTime();
        private boolean closed;

        Held(SqlSession session) {
            this.session = session;
        }

        @Override
        public void requireHeld() {
            if (System.nanoTime() - seenAt < FRESH.toNanos()) {
                return;
            }
            try {
                session.prepare("SELECT 1").executeQuery().close();
                seenAt = System.nanoTime();
            } catch (SQLException e) {
                throw refused(ResourcePath.ROOT, e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                session.rollback();
                sessions.giveBack(session);
            } catch (SQLException e) {
                // A connection that is broken holds nothing.
                LOG.debug("An exclusion ended with its connection", e);
                sessions.discard(session, e);
            }
        }
    }
}
