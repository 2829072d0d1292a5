package io.headroom.server.metadata;

import io.headroom.server.escrow.LeaseRow;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How what one node has of a quota stands in its table: the columns, always in this order. */
final class LeaseColumns {
    static final String NAMES = """
            root, node, lease_bytes, lease_entries, reserved_bytes, reserved_entries, reported_bytes, reported_entries,
            lapsed, lost_bytes, lost_entries, answered, standing_round, standing_changes, standing_busy, standing_bytes,
            standing_entries
            """;

    /** Puts a row in place of an older one. */
    static final String UPSERT = "INSERT INTO quota_lease (" + NAMES + ") VALUES (" + "?, ".repeat(16) + """
            ?)
            ON CONFLICT (root, node) DO UPDATE
            SET lease_bytes = excluded.lease_bytes,
                lease_entries = excluded.lease_entries,
                reserved_bytes = excluded.reserved_bytes,
                reserved_entries = excluded.reserved_entries,
                reported_bytes = excluded.reported_bytes,
                reported_entries = excluded.reported_entries,
                lapsed = excluded.lapsed,
                lost_bytes = excluded.lost_bytes,
                lost_entries = excluded.lost_entries,
                answered = excluded.answered,
                standing_round = excluded.standing_round,
                standing_changes = excluded.standing_changes,
                standing_busy = excluded.standing_busy,
                standing_bytes = excluded.standing_bytes,
                standing_entries = excluded.standing_entries
            """;

    private LeaseColumns() {}

    static LeaseRow get(ResultSet row) throws SQLException {
        return new LeaseRow(
                ResourcePath.parse(row.getString(1)),
                row.getString(2),
                AmountColumns.get(row, 3),
                AmountColumns.get(row, 5),
                AmountColumns.get(row, 7),
                row.getInt(9) != 0,
                AmountColumns.get(row, 10),
                row.getLong(12),
                new LeaseRow.Standing(
                        row.getLong(13), row.getLong(14), row.getInt(15) != 0, AmountColumns.get(row, 16)));
    }

    static void set(PreparedStatement upsert, LeaseRow lease) throws SQLException {
        upsert.setString(1, lease.root().toString());
        upsert.setString(2, lease.node());
        AmountColumns.set(upsert, 3, lease.lease());
        AmountColumns.set(upsert, 5, lease.reserved());
        AmountColumns.set(upsert, 7, lease.reported());
        upsert.setInt(9, lease.lapsed() ? 1 : 0);
        AmountColumns.set(upsert, 10, lease.lost());
        upsert.setLong(12, lease.answered());
        upsert.setLong(13, lease.standing().round());
        upsert.setLong(14, lease.standing().changes());
        upsert.setInt(15, lease.standing().busy() ? 1 : 0);
        AmountColumns.set(upsert, 16, lease.standing().reported());
    }
}
