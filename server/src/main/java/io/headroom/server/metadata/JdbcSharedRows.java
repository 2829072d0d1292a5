package io.headroom.server.metadata;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.LeaseRow;
import io.headroom.server.escrow.NodeRow;
import io.headroom.server.escrow.RootRow;
import io.headroom.server.escrow.SharedLedger.Work;
import io.headroom.server.escrow.SharedRows;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of the shared ledger as one transaction sees them. For one thread. */
final class JdbcSharedRows implements SharedRows {
    /** A failure on its way through code that knows no SQL. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final SQLException failure;

        private Failed(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    private static final String ROOT_COLUMNS = """
            root, limit_bytes, limit_entries, configured, removed, used_bytes, used_entries, leased_bytes, leased_entries,
            reserved_bytes, reserved_entries, recall, recalled_at, count_wanted, counter, count_round, counted_at,
            drift_bytes, drift_entries, touched_at
            """;

    private static final String LEASE_COLUMNS = """
            root, node, lease_bytes, lease_entries, reserved_bytes, reserved_entries, reported_bytes, reported_entries,
            lapsed, lost_bytes, lost_entries, answered, standing_round, standing_changes, standing_busy, standing_bytes,
            standing_entries
            """;

    private static final String LIMIT_SET = """
            INSERT INTO quota (root, limit_bytes, limit_entries)
            VALUES (?, ?, ?)
            ON CONFLICT (root) DO UPDATE
            SET limit_bytes = excluded.limit_bytes, limit_entries = excluded.limit_entries
            """;

    private static final String ROOT_SET =
            "INSERT INTO shared_quota (" + ROOT_COLUMNS + ") VALUES (" + "?, ".repeat(19) + NOW + """
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

    private static final String LEASE_SET =
            "INSERT INTO quota_lease (" + LEASE_COLUMNS + ") VALUES (" + "?, ".repeat(16) + """
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

    private final SqlSession session;
    private final long now;

    private JdbcSharedRows(SqlSession session) throws SQLException {
        this.session = session;
        try (ResultSet row = session.prepare("SELECT " + NOW).executeQuery()) {
            row.next();
            this.now = row.getLong(1);
        }
    }

    static <T> T run(SqlSession session, Work<T> work) throws SQLException {
        try {
            return work.run(new JdbcSharedRows(session));
        } catch (Failed e) {
            throw e.failure;
        }
    }

    private static <T> T step(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public List<NodeRow> nodes() {
        return step(() -> {
            List<NodeRow> nodes = new ArrayList<>();
            try (ResultSet row =
                    session.prepare("SELECT node, until_at FROM quota_node").executeQuery()) {
                while (row.next()) {
                    nodes.add(new NodeRow(row.getString(1), row.getLong(2)));
                }
            }
            return nodes;
        });
    }

    @Override
    public Optional<NodeRow> lockNode(String node) {
        return step(() -> {
            PreparedStatement select =
                    session.prepare("SELECT node, until_at FROM quota_node WHERE node = ? FOR UPDATE");
            select.setString(1, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new NodeRow(row.getString(1), row.getLong(2))) : Optional.empty();
            }
        });
    }

    @Override
    public void saveNode(NodeRow node) {
        step(() -> {
            PreparedStatement upsert = session.prepare("""
                    INSERT INTO quota_node (node, until_at)
                    VALUES (?, ?)
                    ON CONFLICT (node) DO UPDATE SET until_at = excluded.until_at
                    """);
            upsert.setString(1, node.node());
            upsert.setLong(2, node.until());
            return upsert.executeUpdate();
        });
    }

    @Override
    public void removeNode(String node) {
        step(() -> {
            PreparedStatement delete = session.prepare("DELETE FROM quota_node WHERE node = ?");
            delete.setString(1, node);
            return delete.executeUpdate();
        });
    }

    @Override
    public Optional<RootRow> lockRoot(ResourcePath root) {
        return step(() -> {
            PreparedStatement select =
                    session.prepare("SELECT " + ROOT_COLUMNS + " FROM shared_quota WHERE root = ? FOR UPDATE");
            select.setString(1, root.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(root(row)) : Optional.empty();
            }
        });
    }

    @Override
    public List<RootRow> roots(long touchedSince) {
        return step(() -> {
            PreparedStatement select = session.prepare(
                    "SELECT " + ROOT_COLUMNS + " FROM shared_quota WHERE touched_at >= ? ORDER BY root");
            select.setLong(1, touchedSince);
            List<RootRow> roots = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    roots.add(root(row));
                }
            }
            return roots;
        });
    }

    private static Amount amount(ResultSet row, int column) throws SQLException {
        return new Amount(row.getLong(column), row.getLong(column + 1));
    }

    private static void set(PreparedStatement statement, int column, Amount amount) throws SQLException {
        statement.setLong(column, amount.bytes());
        statement.setLong(column + 1, amount.entries());
    }

    private static RootRow root(ResultSet row) throws SQLException {
        return new RootRow(
                ResourcePath.parse(row.getString(1)),
                amount(row, 2),
                row.getInt(4) != 0,
                row.getInt(5) != 0,
                amount(row, 6),
                amount(row, 8),
                amount(row, 10),
                row.getLong(12),
                row.getLong(13),
                new RootRow.Count(
                        row.getInt(14) != 0, row.getString(15), row.getLong(16), row.getLong(17), amount(row, 18)),
                row.getLong(20));
    }

    @Override
    public void saveRoot(RootRow root) {
        step(() -> {
            PreparedStatement upsert = session.prepare(ROOT_SET);
            upsert.setString(1, root.root().toString());
            set(upsert, 2, root.limit());
            upsert.setInt(4, root.configured() ? 1 : 0);
            upsert.setInt(5, root.removed() ? 1 : 0);
            set(upsert, 6, root.used());
            set(upsert, 8, root.leased());
            set(upsert, 10, root.reserved());
            upsert.setLong(12, root.recall());
            upsert.setLong(13, root.recalledAt());
            upsert.setInt(14, root.count().wanted() ? 1 : 0);
            upsert.setString(15, root.count().counter());
            upsert.setLong(16, root.count().round());
            upsert.setLong(17, root.count().finishedAt());
            set(upsert, 18, root.count().drift());
            return upsert.executeUpdate();
        });
    }

    @Override
    public void forgetRoot(ResourcePath root) {
        for (String sql :
                List.of("DELETE FROM quota_lease WHERE root = ?", "DELETE FROM shared_quota WHERE root = ?")) {
            remove(sql, root);
        }
    }

    private void remove(String sql, ResourcePath root) {
        step(() -> {
            PreparedStatement delete = session.prepare(sql);
            delete.setString(1, root.toString());
            return delete.executeUpdate();
        });
    }

    @Override
    public Optional<LeaseRow> lease(ResourcePath root, String node) {
        return step(() -> {
            PreparedStatement select =
                    session.prepare("SELECT " + LEASE_COLUMNS + " FROM quota_lease WHERE root = ? AND node = ?");
            select.setString(1, root.toString());
            select.setString(2, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(lease(row)) : Optional.empty();
            }
        });
    }

    @Override
    public List<LeaseRow> leases(ResourcePath root) {
        return step(() -> {
            PreparedStatement select = session.prepare("SELECT " + LEASE_COLUMNS + " FROM quota_lease WHERE root = ?");
            select.setString(1, root.toString());
            List<LeaseRow> leases = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    leases.add(lease(row));
                }
            }
            return leases;
        });
    }

    private static LeaseRow lease(ResultSet row) throws SQLException {
        return new LeaseRow(
                ResourcePath.parse(row.getString(1)),
                row.getString(2),
                amount(row, 3),
                amount(row, 5),
                amount(row, 7),
                row.getInt(9) != 0,
                amount(row, 10),
                row.getLong(12),
                new LeaseRow.Standing(row.getLong(13), row.getLong(14), row.getInt(15) != 0, amount(row, 16)));
    }

    @Override
    public List<ResourcePath> rootsOf(String node) {
        return step(() -> {
            PreparedStatement select = session.prepare("SELECT root FROM quota_lease WHERE node = ? ORDER BY root");
            select.setString(1, node);
            List<ResourcePath> roots = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    roots.add(ResourcePath.parse(row.getString(1)));
                }
            }
            return roots;
        });
    }

    @Override
    public void saveLease(LeaseRow lease) {
        step(() -> {
            PreparedStatement upsert = session.prepare(LEASE_SET);
            upsert.setString(1, lease.root().toString());
            upsert.setString(2, lease.node());
            set(upsert, 3, lease.lease());
            set(upsert, 5, lease.reserved());
            set(upsert, 7, lease.reported());
            upsert.setInt(9, lease.lapsed() ? 1 : 0);
            set(upsert, 10, lease.lost());
            upsert.setLong(12, lease.answered());
            upsert.setLong(13, lease.standing().round());
            upsert.setLong(14, lease.standing().changes());
            upsert.setInt(15, lease.standing().busy() ? 1 : 0);
            set(upsert, 16, lease.standing().reported());
            return upsert.executeUpdate();
        });
    }

    @Override
    public void removeLease(ResourcePath root, String node) {
        step(() -> {
            PreparedStatement delete = session.prepare("DELETE FROM quota_lease WHERE root = ? AND node = ?");
            delete.setString(1, root.toString());
            delete.setString(2, node);
            return delete.executeUpdate();
        });
    }

    @Override
    public Map<ResourcePath, Amount> administered() {
        return step(() -> {
            Map<ResourcePath, Amount> limits = new HashMap<>();
            try (ResultSet row = session.prepare("SELECT root, limit_bytes, limit_entries FROM quota")
                    .executeQuery()) {
                while (row.next()) {
                    limits.put(ResourcePath.parse(row.getString(1)), new Amount(limit(row, 2), limit(row, 3)));
                }
            }
            return limits;
        });
    }

    private static long limit(ResultSet row, int column) throws SQLException {
        long limit = row.getLong(column);
        return row.wasNull() ? Amount.UNLIMITED : limit;
    }

    @Override
    public void saveAdministered(ResourcePath root, Amount limit) {
        step(() -> {
            PreparedStatement upsert = session.prepare(LIMIT_SET);
            upsert.setString(1, root.toString());
            setLimit(upsert, 2, limit.bytes());
            setLimit(upsert, 3, limit.entries());
            return upsert.executeUpdate();
        });
    }

    private static void setLimit(PreparedStatement statement, int column, long limit) throws SQLException {
        if (limit == Amount.UNLIMITED) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, limit);
        }
    }

    @Override
    public void removeAdministered(ResourcePath root) {
        remove("DELETE FROM quota WHERE root = ?", root);
    }
}
