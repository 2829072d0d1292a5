package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.lock.LockService;
import io.headroom.server.metadata.JdbcLockStore;
import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.node.Node;
import io.headroom.server.node.Nodes;
import io.headroom.server.node.SingleNode;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.property.PropertyStore;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.util.function.Predicate;

/** A server whose database is a file, or ends with it: nobody else can be there. */
final class Alone implements Membership {
    private final MetadataDatabase database;
    private final SingleNode nodes;
    private final LockService locks;
    private final TreeExclusion exclusion = new TreeExclusion();
    private final MoveJournal moves;

    Alone(MetadataDatabase database, Node node, Clock clock) {
        this.database = database;
        this.nodes = new SingleNode(node, clock);
        this.locks = new LockService(new JdbcLockStore(database), clock, LOCK_LIMITS);
        this.moves = new JdbcMoveJournal(database);
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public CapacityLedger openLedger(Storage volume, CapacityLedger.Settings settings, Clock clock) {
        return CapacityLedger.open(volume, settings, new JdbcQuotaStore(database), clock);
    }

    @Override
    public LockService locks() {
        return locks;
    }

    @Override
    public TreeExclusion exclusion() {
        return exclusion;
    }

    @Override
    public MoveJournal moves() {
        return moves;
    }

    @Override
    public PropertyCopy copies(PropertyStore properties) {
        return new PropertyCopy(properties);
    }

    @Override
    public void recover(Predicate<ResourcePath> exists, PropertyCopy copies) {
        moves.recover(exists, exclusion);
        copies.recover();
    }

    @Override
    public void announce(String service, String admin) {
        nodes.announce(service, admin);
    }

    /** There is nobody to leave. */
    @Override
    public void close() {}
}
