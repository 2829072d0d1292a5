package io.headroom.server.metadata;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.QuotaStore;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Quotas and their figures in the metadata database. Thread-safe. */
public final class JdbcQuotaStore implements QuotaStore {
    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcQuotaStore(MetadataDatabase database) {
        this.database = database;
    }

    @Override
    public Map<ResourcePath, QuotaLimit> limits() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT root, limit_bytes, limit_entries
                    FROM quota
                    """);
            Map<ResourcePath, QuotaLimit> limits = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    limits.put(ResourcePath.parse(row.getString(1)), new QuotaLimit(number(row, 2), number(row, 3)));
                }
            }
            return limits;
        });
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        database.write(root, session -> {
            PreparedStatement upsert = session.prepare("""
                    INSERT INTO quota (root, limit_bytes, limit_entries)
                    VALUES (?, ?, ?)
                    ON CONFLICT (root) DO UPDATE
                    SET limit_bytes = excluded.limit_bytes, limit_entries = excluded.limit_entries
                    """);
            upsert.setString(1, root.toString());
            setNumber(upsert, 2, limit.bytes());
            setNumber(upsert, 3, limit.entries());
            return upsert.executeUpdate();
        });
    }

    @Override
    public void remove(ResourcePath root) {
        database.writeAnyway(root, session -> {
            for (String sql : List.of("DELETE FROM quota WHERE root = ?", "DELETE FROM quota_usage WHERE root = ?")) {
                PreparedStatement delete = session.prepare(sql);
                delete.setString(1, root.toString());
                delete.executeUpdate();
            }
            return true;
        });
    }

    @Override
    public List<Usage> usages() {
        return database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT root, used_bytes, used_entries, counted_at, drift_bytes, drift_entries
                    FROM quota_usage
                    """);
            List<Usage> usages = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    OptionalLong countedAt = number(row, 4);
                    usages.add(new Usage(
                            ResourcePath.parse(row.getString(1)),
                            row.getLong(2),
                            row.getLong(3),
                            countedAt.isPresent()
                                    ? Optional.of(Instant.ofEpochMilli(countedAt.getAsLong()))
                                    : Optional.empty(),
                            row.getLong(5),
                            row.getLong(6)));
                }
            }
            return usages;
        });
    }

    @Override
    public void save(List<Usage> usages, boolean complete) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            for (Usage usage : usages) {
                save(session, usage);
            }
            mark(session, complete);
            return true;
        });
    }

    private static void save(SqlSession session, Usage usage) throws SQLException {
        PreparedStatement upsert = session.prepare("""
                INSERT INTO quota_usage (root, used_bytes, used_entries, counted_at, drift_bytes, drift_entries)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (root) DO UPDATE
                SET used_bytes = excluded.used_bytes,
                    used_entries = excluded.used_entries,
                    counted_at = excluded.counted_at,
                    drift_bytes = excluded.drift_bytes,
                    drift_entries = excluded.drift_entries
                """);
        upsert.setString(1, usage.root().toString());
        upsert.setLong(2, usage.bytes());
        upsert.setLong(3, usage.entries());
        setNumber(
                upsert,
                4,
                usage.countedAt().isPresent()
                        ? OptionalLong.of(usage.countedAt().get().toEpochMilli())
                        : OptionalLong.empty());
        upsert.setLong(5, usage.driftBytes());
        upsert.setLong(6, usage.driftEntries());
        upsert.executeUpdate();
    }

    @Override
    public boolean begin() {
        return database.writeAnyway(ResourcePath.ROOT, session -> {
            boolean complete = isComplete(session);
            mark(session, false);
            return complete;
        });
    }

    /** Whether the saved figures hold: no server is at work, and the last one stopped in good order. */
    public boolean isComplete() {
        return database.read(ResourcePath.ROOT, JdbcQuotaStore::isComplete);
    }

    private static boolean isComplete(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT complete
                FROM quota_books
                WHERE id = 1
                """);
        try (ResultSet row = select.executeQuery()) {
            return row.next() && row.getInt(1) != 0;
        }
    }

    private static void mark(SqlSession session, boolean complete) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE quota_books
                SET complete = ?
                WHERE id = 1
                """);
        update.setInt(1, complete ? 1 : 0);
        update.executeUpdate();
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static void setNumber(PreparedStatement statement, int column, OptionalLong value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(column, value.getAsLong());
        } else {
            statement.setNull(column, Types.BIGINT);
        }
    }
}
