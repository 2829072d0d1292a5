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

    private static final String ROOT_SET = RootColumns.upsert(NOW);

    private static final String LIMIT_SET = """
            INSERT INTO quota (root, limit_bytes, limit_entries)
            VALUES (?, ?, ?)
            ON CONFLICT (root) DO UPDATE
            SET limit_bytes = excluded.limit_bytes, limit_entries = excluded.limit_entries
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
                    session.prepare("SELECT " + RootColumns.NAMES + " FROM shared_quota WHERE root = ? FOR UPDATE");
            select.setString(1, root.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(RootColumns.get(row)) : Optional.empty();
            }
        });
    }

    @Override
    public List<RootRow> roots(long touchedSince) {
        return step(() -> {
            PreparedStatement select = session.prepare(
                    "SELECT " + RootColumns.NAMES + " FROM shared_quota WHERE touched_at >= ? ORDER BY root");
            select.setLong(1, touchedSince);
            List<RootRow> roots = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    roots.add(RootColumns.get(row));
                }
            }
            return roots;
        });
    }

    @Override
    public void saveRoot(RootRow root) {
        step(() -> {
            PreparedStatement upsert = session.prepare(ROOT_SET);
            RootColumns.set(upsert, root);
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
                    session.prepare("SELECT " + LeaseColumns.NAMES + " FROM quota_lease WHERE root = ? AND node = ?");
            select.setString(1, root.toString());
            select.setString(2, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(LeaseColumns.get(row)) : Optional.empty();
            }
        });
    }

    @Override
    public List<LeaseRow> leases(ResourcePath root) {
        return step(() -> {
            PreparedStatement select =
                    session.prepare("SELECT " + LeaseColumns.NAMES + " FROM quota_lease WHERE root = ?");
            select.setString(1, root.toString());
            List<LeaseRow> leases = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    leases.add(LeaseColumns.get(row));
                }
            }
            return leases;
        });
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
            PreparedStatement upsert = session.prepare(LeaseColumns.UPSERT);
            LeaseColumns.set(upsert, lease);
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
