package io.headroom.server.metadata;

import io.headroom.server.node.NodeRegistry;
import io.headroom.server.node.NodeStatus;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No server works with the database, and none can start, until this is closed. Of a file {@link DatabaseOwner} sees to that. On a
 * database that several can share it is a lock on the table in which each has to register. Closed by whoever took it, before the
 * database.
 */
public final class SoleUse implements AutoCloseable {
    private final @Nullable SqlSession session;

    private SoleUse(@Nullable SqlSession session) {
        this.session = session;
    }

    /** @throws SettingsException when a server works with it */
    public static SoleUse of(MetadataDatabase database) {
        if (!database.isShared()) {
            return new SoleUse(null);
        }
        SqlSession session = database.openSession(ResourcePath.ROOT);
        try {
            for (String statement : database.dialect().longTransaction()) {
                session.prepare(statement).execute();
            }
            session.prepare("LOCK TABLE node IN SHARE ROW EXCLUSIVE MODE").execute();
            requireNobody(database);
            return new SoleUse(session);
        } catch (SQLException e) {
            SoleUse left = new SoleUse(session);
            left.close();
            throw database.translate(e, ResourcePath.ROOT);
        } catch (RuntimeException e) {
            new SoleUse(session).close();
            throw e;
        }
    }

    private static void requireNobody(MetadataDatabase database) {
        List<NodeStatus> nodes = new JdbcNodeStore(database).all();
        String working = nodes.stream()
                .filter(node -> node.mayBeAtWork(NodeRegistry.LEASE))
                .map(node -> node.node().name() + (node.service().isEmpty() ? "" : " at " + node.service()))
                .collect(Collectors.joining(", "));
        if (!working.isEmpty()) {
            throw new SettingsException(
                    "The metadata database is in use by " + working + ". Stop it first; one that was"
                            + " killed is taken for dead after " + NodeRegistry.LEASE.toSeconds() + " seconds.");
        }
    }

    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try {
            // Ends the transaction, and with it the lock.
            session.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a connection that held a lock did not close", e);
        }
    }
}
