package io.headroom.server.metadata;

import io.headroom.server.node.Node;
import io.headroom.server.node.NodeStatus;
import io.headroom.server.node.NodeStore;
import io.headroom.spi.path.ResourcePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Servers as rows, on PostgreSQL. Thread-safe. */
public final class JdbcNodeStore implements NodeStore {
    private final MetadataDatabase database;

    /** @param database stays open as long as this is used; not closed by it */
    public JdbcNodeStore(MetadataDatabase database) {
        this.database = database;
    }

    private <T> T read(SqlWork<T> work) {
        return database.read(ResourcePath.ROOT, work);
    }

    private <T> T write(SqlWork<T> work) {
        return database.write(ResourcePath.ROOT, work);
    }

    @Override
    public List<NodeStatus> join(Node node) {
        return write(session -> {
            // One after the other: of two that don't see each other, both would stay.
            session.prepare("LOCK TABLE node IN SHARE ROW EXCLUSIVE MODE").execute();
            PreparedStatement insert = session.prepare("""
                    INSERT INTO node (id, host, pid, version, storage, service, admin, started_at, seen_at, state)
                    VALUES (?, ?, ?, ?, ?, '', '', %1$s, %1$s, 'LIVE')
                    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, state = 'LIVE'
                    """.formatted(DatabaseClock.MILLIS));
            insert.setString(1, node.id());
            insert.setString(2, node.host());
            insert.setLong(3, node.pid());
            insert.setString(4, node.version());
            insert.setString(5, node.storage());
            insert.executeUpdate();
            return all(session).stream()
                    .filter(each -> !each.node().id().equals(node.id()))
                    .toList();
        });
    }

    @Override
    public void announce(String id, String service, String admin) {
        write(session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE node
                    SET service = ?, admin = ?
                    WHERE id = ?
                    """);
            update.setString(1, service);
            update.setString(2, admin);
            update.setString(3, id);
            return update.executeUpdate();
        });
    }

    @Override
    public Beat beat(String id) {
        return write(session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE node
                    SET seen_at = %s
                    WHERE id = ? AND state = 'LIVE'
                    """.formatted(DatabaseClock.MILLIS));
            update.setString(1, id);
            return new Beat(update.executeUpdate() == 1, time(session));
        });
    }

    private static Instant time(SqlSession session) throws SQLException {
        try (ResultSet row = session.prepare("SELECT " + DatabaseClock.MILLIS).executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the database doesn't know the time");
            }
            return DatabaseClock.read(row, 1);
        }
    }

    @Override
    public List<NodeStatus> all() {
        return read(JdbcNodeStore::all);
    }

    private static List<NodeStatus> all(SqlSession session) throws SQLException {
        PreparedStatement select = session.prepare("""
                SELECT id, host, pid, version, storage, service, admin, started_at, seen_at, %s, state
                FROM node
                ORDER BY started_at, id
                """.formatted(DatabaseClock.MILLIS));
        List<NodeStatus> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Instant seen = DatabaseClock.read(row, 9);
                all.add(new NodeStatus(
                        new Node(
                                row.getString(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        DatabaseClock.read(row, 8),
                        seen,
                        Duration.between(seen, DatabaseClock.read(row, 10)),
                        NodeStatus.State.valueOf(row.getString(11))));
            }
        }
        return all;
    }

    @Override
    public boolean bury(String id, Duration lease) {
        return write(session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE node
                    SET state = 'DEAD'
                    WHERE id = ? AND state = 'LIVE' AND seen_at < %s - ?
                    """.formatted(DatabaseClock.MILLIS));
            update.setString(1, id);
            update.setLong(2, lease.toMillis());
            return update.executeUpdate() == 1;
        });
    }

    @Override
    public void leave(String id) {
        write(session -> {
            PreparedStatement update = session.prepare("""
                    UPDATE node
                    SET seen_at = %s, state = 'LEFT'
                    WHERE id = ?
                    """.formatted(DatabaseClock.MILLIS));
            update.setString(1, id);
            return update.executeUpdate();
        });
    }

    @Override
    public void withdraw(String id) {
        write(session -> {
            PreparedStatement delete = session.prepare("""
                    DELETE FROM node
                    WHERE id = ?
                    """);
            delete.setString(1, id);
            return delete.executeUpdate();
        });
    }

    @Override
    public void forget(Duration endedBefore) {
        write(session -> {
            PreparedStatement delete = session.prepare("""
                    DELETE FROM node
                    WHERE state <> 'LIVE' AND seen_at < %s - ?
                    """.formatted(DatabaseClock.MILLIS));
            delete.setLong(1, endedBefore.toMillis());
            return delete.executeUpdate();
        });
    }
}
