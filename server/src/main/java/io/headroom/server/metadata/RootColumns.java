package io.headroom.server.metadata;

import io.headroom.server.escrow.RootRow;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How what all nodes know of a quota stands in its table: the columns, always in this order. */
final class RootColumns {
    static final String NAMES = """
            root, limit_bytes, limit_entries, configured, removed, used_bytes, used_entries, leased_bytes, leased_entries,
            reserved_bytes, reserved_entries, recall, recalled_at, count_wanted, counter, count_round, counted_at,
            drift_bytes, drift_entries, touched_at
            """;

    private RootColumns() {}

    /**
     * Puts a row in place of an older one; {@link #set} gives it all values but the last.
     *
     * @param touched an expression, for the time of the change
     */
    static String upsert(String touched) {
        return "INSERT INTO shared_quota (" + NAMES + ") VALUES (" + "?, ".repeat(19) + touched + """
                )
                ON CONFLICT (root) DO UPDATE
                SET limit_bytes = excluded.limit_bytes,
                    limit_entries = excluded.limit_entries,
                    configured = excluded.configured,
                    removed = excluded.removed,
                    used_bytes = excluded.used_bytes,
                    used_entries = excluded.used_entries,
                    leased_bytes = excluded.leased_bytes,
                    leased_entries = excluded.leased_entries,
                    reserved_bytes = excluded.reserved_bytes,
                    reserved_entries = excluded.reserved_entries,
                    recall = excluded.recall,
                    recalled_at = excluded.recalled_at,
                    count_wanted = excluded.count_wanted,
                    counter = excluded.counter,
                    count_round = excluded.count_round,
                    counted_at = excluded.counted_at,
                    drift_bytes = excluded.drift_bytes,
                    drift_entries = excluded.drift_entries,
                    touched_at = excluded.touched_at
                """;
    }

    static RootRow get(ResultSet row) throws SQLException {
        return new RootRow(
                ResourcePath.parse(row.getString(1)),
                AmountColumns.get(row, 2),
                row.getInt(4) != 0,
                row.getInt(5) != 0,
                AmountColumns.get(row, 6),
                AmountColumns.get(row, 8),
                AmountColumns.get(row, 10),
                row.getLong(12),
                row.getLong(13),
                new RootRow.Count(
                        row.getInt(14) != 0,
                        row.getString(15),
                        row.getLong(16),
                        row.getLong(17),
                        AmountColumns.get(row, 18)),
                row.getLong(20));
    }

    static void set(PreparedStatement upsert, RootRow root) throws SQLException {
        upsert.setString(1, root.root().toString());
        AmountColumns.set(upsert, 2, root.limit());
        upsert.setInt(4, root.configured() ? 1 : 0);
        upsert.setInt(5, root.removed() ? 1 : 0);
        AmountColumns.set(upsert, 6, root.used());
        AmountColumns.set(upsert, 8, root.leased());
        AmountColumns.set(upsert, 10, root.reserved());
        upsert.setLong(12, root.recall());
        upsert.setLong(13, root.recalledAt());
        upsert.setInt(14, root.count().wanted() ? 1 : 0);
        upsert.setString(15, root.count().counter());
        upsert.setLong(16, root.count().round());
        upsert.setLong(17, root.count().finishedAt());
        AmountColumns.set(upsert, 18, root.count().drift());
    }
}
