package io.headroom.server.metadata;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockToken;
import io.headroom.server.lock.SharedLockStore;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The locks of several servers as rows, on PostgreSQL. Thread-safe. Times are kept to the millisecond.
 *
 * <p>One row holds the version of the last change; whoever changes locks holds that row for the time of a transaction. So
 * versions become visible in their order, and "newer than" misses nothing.
 */
public final class JdbcSharedLockStore implements SharedLockStore {
    /** Whoever has asked for nothing during so long a time reads everything. */
    private static final Duration REMOVALS_KEPT = Duration.ofMinutes(10);

    private static final String STATE = """
            SELECT version, forgotten, %s
            FROM lock_state
            WHERE id = 1
            """.formatted(DatabaseClock.MILLIS);

    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcSharedLockStore(MetadataDatabase database) {
        this.database = database;
    }

    /** @param forgotten up to this version the store doesn't know all removals any more */
    private record Row(State state, long forgotten) {}

    @Override
    public State state() {
        return database.read(ResourcePath.ROOT, session -> row(session).state());
    }

    private static Row row(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare(STATE);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the row of lock_state is missing");
            }
            return new Row(new State(row.getLong(1), DatabaseClock.read(row, 3)), row.getLong(2));
        }
    }

    @Override
    public News since(long version) {
        return database.read(ResourcePath.ROOT, session -> news(session, version));
    }

    /**
     * Each statement sees a later state than the one before. So the version comes first: what is too new for it is told again
     * the next time. And what was forgotten comes last: it may have been the removals that were to be read.
     */
    private static News news(SqlSession session, long version) throws SQLException {
        Row row = row(session);
        State state = row.state();
        if (version == state.version()) {
            return new News(state, false, List.of(), List.of());
        }
        if (version >= row.forgotten() && version < state.version()) {
            List<LockToken> gone = removals(session, version);
            List<Lock> changed = changed(session, version);
            if (row(session).forgotten() <= version) {
                return new News(state, false, changed, gone);
            }
        }
        return new News(state, true, all(session), List.of());
    }

    private static List<Lock> all(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at
                FROM lock
                """);
        return locks(select);
    }

    private static List<Lock> changed(SqlSession session, long version) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at
                FROM lock
                WHERE version > ? AND version > 0
                """);
        select.setLong(1, version);
        return locks(select);
    }

    private static List<Lock> locks(PreparedStatement select) throws SQLException {
        List<Lock> locks = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                locks.add(LockColumns.read(rows));
            }
        }
        return locks;
    }

    private static List<LockToken> removals(SqlSession session, long version) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT token
                FROM lock_removal
                WHERE version > ?
                """);
        select.setLong(1, version);
        List<LockToken> tokens = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                tokens.add(new LockToken(rows.getString(1)));
            }
        }
        return tokens;
    }

    @Override
    public long change(long version, Function<News, Edit> decide) {
        return database.write(ResourcePath.ROOT, session -> {
            holdRow(session);
            News news = news(session, version);
            Edit edit = decide.apply(news);
            long last = news.state().version();
            if (edit.isEmpty()) {
                return last;
            }
            long next = last + 1;
            insert(session, edit.added(), next);
            refresh(session, edit.refreshed(), next);
            remove(session, edit.removed(), next);
            setVersion(session, next);
            return next;
        });
    }

    /** Nothing is read with it: its columns may be as old as the beginning of the wait. */
    private static void holdRow(SqlSession session) throws SQLException {
        PreparedStatement hold = session.prepare("""
                SELECT 1
                FROM lock_state
                WHERE id = 1
                FOR UPDATE
                """);
        hold.executeQuery().close();
    }

    private static void setVersion(SqlSession session, long version) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE lock_state
                SET version = ?
                WHERE id = 1
                """);
        update.setLong(1, version);
        update.executeUpdate();
    }

    private static void insert(SqlSession session, Collection<Lock> locks, long version) throws SQLException {
        PreparedStatement insert = session.prepare("""
                INSERT INTO lock
                    (token, root, infinite, scope, principal, owner_xml, timeout_seconds, expires_at, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        for (Lock lock : locks) {
            LockColumns.write(insert, lock);
            insert.setLong(9, version);
            insert.executeUpdate();
        }
    }

    private static void refresh(SqlSession session, Collection<Lock> locks, long version) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE lock
                SET timeout_seconds = ?, expires_at = ?, version = ?
                WHERE token = ?
                """);
        for (Lock lock : locks) {
            update.setLong(1, lock.timeout().toSeconds());
            update.setLong(2, lock.expiresAt().toEpochMilli());
            update.setLong(3, version);
            update.setString(4, lock.token().uri());
            update.executeUpdate();
        }
    }

    private static void remove(SqlSession session, Collection<LockToken> tokens, long version) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM lock
                WHERE token = ?
                """);
        PreparedStatement remember = session.prepare("""
                INSERT INTO lock_removal (version, token, removed_at)
                VALUES (?, ?, %s)
                ON CONFLICT (version, token) DO NOTHING
                """.formatted(DatabaseClock.MILLIS));
        for (LockToken token : tokens) {
            delete.setString(1, token.uri());
            delete.executeUpdate();
            // Also of one that isn't there: another server may still think it is.
            remember.setLong(1, version);
            remember.setString(2, token.uri());
            remember.executeUpdate();
        }
    }

    @Override
    public void sweep() {
        database.write(ResourcePath.ROOT, session -> {
            holdRow(session);
            PreparedStatement expired = session.prepare("""
                    DELETE FROM lock
                    WHERE expires_at <= %s
                    """.formatted(DatabaseClock.MILLIS));
            int swept = expired.executeUpdate();
            PreparedStatement forget = session.prepare("""
                    WITH old AS (
                        DELETE FROM lock_removal
                        WHERE removed_at < %s - ?
                        RETURNING version
                    )
                    UPDATE lock_state
                    SET forgotten = (SELECT MAX(version) FROM old)
                    WHERE id = 1 AND EXISTS (SELECT 1 FROM old)
                    """.formatted(DatabaseClock.MILLIS));
            forget.setLong(1, REMOVALS_KEPT.toMillis());
            return swept + forget.executeUpdate();
        });
    }
}
