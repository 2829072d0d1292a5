package io.headroom.server.upkeep;

import io.headroom.server.metadata.JdbcNodeStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.node.NodeRegistry;
import io.headroom.server.node.NodeStatus;
import io.headroom.server.upkeep.Finding.Kind;

/** Servers that ended without a word: as long as they count as living, nobody finishes what they left half-way. For one thread. */
public final class DeadServers {
    private final MetadataDatabase database;
    private final CheckReport report;

    /** @param database stays open as long as this is used; not closed by it */
    public DeadServers(MetadataDatabase database, CheckReport report) {
        this.database = database;
        this.report = report;
    }

    /** @param bury whether they are to count as dead from now on */
    public void look(boolean bury) {
        if (!database.isShared()) {
            return;
        }
        JdbcNodeStore store = new JdbcNodeStore(database);
        for (NodeStatus status : store.all()) {
            if (status.state() == NodeStatus.State.LIVE && !status.mayBeAtWork(NodeRegistry.LEASE)) {
                report.add(
                        new Finding(Kind.DEAD_SERVER, status.node().name(), "is a server that ended without a word"));
                if (bury) {
                    store.bury(status.node().id(), NodeRegistry.LEASE);
                }
            }
        }
    }
}
