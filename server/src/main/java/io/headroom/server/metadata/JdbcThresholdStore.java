package io.headroom.server.metadata;

import io.headroom.server.monitor.ThresholdStore;
import io.headroom.server.monitor.WatchedLimit;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Announced levels as rows. May use the reserve: a full disk is what they tell of. Thread-safe. */
public final class JdbcThresholdStore implements ThresholdStore {
    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcThresholdStore(MetadataDatabase database) {
        this.database = database;
    }

    @Override
    public Map<WatchedLimit, Integer> levels() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT kind, path, unit, level
                    FROM capacity_level
                    """);
            Map<WatchedLimit, Integer> levels = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    levels.put(LimitColumns.read(rows, 1), rows.getInt(4));
                }
            }
            return levels;
        });
    }

    @Override
    public void keep(WatchedLimit limit, int level) {
        database.writeAnyway(limit.path(), session -> level == 0 ? delete(session, limit) : put(session, limit, level));
    }

    @Override
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public boolean claim(WatchedLimit limit, int before, int level) {
        return database.write(limit.path(), session -> {
            if (before == 0) {
                return add(session, limit, level) == 1;
            }
            return (level == 0 ? deleteFrom(session, limit, before) : change(session, limit, before, level)) == 1;
        });
    }

    private static int add(SqlSession session, WatchedLimit limit, int level) throws SQLException {
        PreparedStatement insert = session.prepare("""
                INSERT INTO capacity_level (kind, path, unit, level)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, path, unit) DO NOTHING
                """);
        LimitColumns.write(insert, 1, limit);
        insert.setInt(4, level);
        return insert.executeUpdate();
    }

    private static int change(SqlSession session, WatchedLimit limit, int before, int level) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE capacity_level
                SET level = ?
                WHERE kind = ? AND path = ? AND unit = ? AND level = ?
                """);
        update.setInt(1, level);
        LimitColumns.write(update, 2, limit);
        update.setInt(5, before);
        return update.executeUpdate();
    }

    private static int deleteFrom(SqlSession session, WatchedLimit limit, int before) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM capacity_level
                WHERE kind = ? AND path = ? AND unit = ? AND level = ?
                """);
        LimitColumns.write(delete, 1, limit);
        delete.setInt(4, before);
        return delete.executeUpdate();
    }

    private static int delete(SqlSession session, WatchedLimit limit) throws SQLException {
        PreparedStatement delete = session.prepare("""
                DELETE FROM capacity_level
                WHERE kind = ? AND path = ? AND unit = ?
                """);
        LimitColumns.write(delete, 1, limit);
        return delete.executeUpdate();
    }

    private static int put(SqlSession session, WatchedLimit limit, int level) throws SQLException {
        PreparedStatement put = session.prepare("""
                INSERT INTO capacity_level (kind, path, unit, level)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, path, unit) DO UPDATE SET level = excluded.level
                """);
        LimitColumns.write(put, 1, limit);
        put.setInt(4, level);
        return put.executeUpdate();
    }
}
