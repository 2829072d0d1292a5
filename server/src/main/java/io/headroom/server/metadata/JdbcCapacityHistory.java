package io.headroom.server.metadata;

import io.headroom.server.monitor.CapacityHistory;
import io.headroom.server.monitor.WatchedLimit;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Map;

/** Samples as rows; of those that are for the same moment the first one stays. Thread-safe. */
public final class JdbcCapacityHistory implements CapacityHistory {
    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcCapacityHistory(MetadataDatabase database) {
        this.database = database;
    }

    @Override
    public void add(Instant at, Map<WatchedLimit, Long> used) {
        database.write(ResourcePath.ROOT, session -> {
            PreparedStatement insert = session.prepare("""
                    INSERT INTO capacity_sample (taken_at, kind, path, unit, used)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (taken_at, kind, path, unit) DO NOTHING
                    """);
            int added = 0;
            for (Map.Entry<WatchedLimit, Long> sample : used.entrySet()) {
                insert.setLong(1, at.toEpochMilli());
                LimitColumns.write(insert, 2, sample.getKey());
                insert.setLong(5, sample.getValue());
                added += insert.executeUpdate();
            }
            return added;
        });
    }

    @Override
    public void read(Instant from, Visitor visitor) {
        database.read(ResourcePath.ROOT, session -> {
            PreparedStatement select = session.prepare("""
                    SELECT taken_at, kind, path, unit, used
                    FROM capacity_sample
                    WHERE taken_at >= ?
                    """);
            select.setLong(1, from.toEpochMilli());
            int count = 0;
            try (ResultSet rows = select.executeQuery()) {
                for (; rows.next(); count++) {
                    visitor.sample(LimitColumns.read(rows, 2), Instant.ofEpochMilli(rows.getLong(1)), rows.getLong(5));
                }
            }
            return count;
        });
    }

    @Override
    public void forgetBefore(Instant moment) {
        database.writeAnyway(ResourcePath.ROOT, session -> {
            PreparedStatement delete = session.prepare("""
                    DELETE FROM capacity_sample
                    WHERE taken_at < ?
                    """);
            delete.setLong(1, moment.toEpochMilli());
            return delete.executeUpdate();
        });
    }
}
