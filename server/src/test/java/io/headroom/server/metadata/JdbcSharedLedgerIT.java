package io.headroom.server.metadata;

import io.headroom.server.capacity.ConcurrentNodesContract;
import io.headroom.server.escrow.SharedLedger;
import io.headroom.spi.testkit.PostgresServer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Starts a real PostgreSQL; each node has its own connections to it. */
class JdbcSharedLedgerIT extends ConcurrentNodesContract {
    private record Opened(MetadataDatabase database, JdbcSharedLedger ledger) {}

    private final MetadataSettings settings =
            MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);
    private final Deque<Opened> opened = new ArrayDeque<>();

    @Override
    protected SharedLedger ledger() {
        MetadataDatabase database = MetadataDatabase.open(settings);
        JdbcSharedLedger ledger = new JdbcSharedLedger(database);
        opened.push(new Opened(database, ledger));
        return ledger;
    }

    @Override
    protected int changes() {
        return 60;
    }

    @Override
    protected void closeLedgers() {
        while (!opened.isEmpty()) {
            Opened last = opened.pop();
            last.ledger().close();
            last.database().close();
        }
    }
}
