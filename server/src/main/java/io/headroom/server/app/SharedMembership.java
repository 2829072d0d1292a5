package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.Sharing;
import io.headroom.server.lock.LockService;
import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcNodeStore;
import io.headroom.server.metadata.JdbcSharedLedger;
import io.headroom.server.metadata.JdbcSharedLockStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.PostgresExclusion;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.node.Node;
import io.headroom.server.node.NodeRegistry;
import io.headroom.server.node.NodeSchedule;
import io.headroom.server.node.NodeUpkeep;
import io.headroom.server.node.Nodes;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.property.PropertyStore;
import io.headroom.spi.Capability;
import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server whose database others may use: it shows that it lives, and asks before it changes something. */
final class SharedMembership implements Membership {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMembership.class);

    /** So many changes at a time; those that wait for their body count for none. */
    private static final int CLAIMS = 16;

    private static final Duration BETWEEN_UPKEEP = Duration.ofSeconds(15);

    private final MetadataDatabase database;
    private final NodeRegistry registry;
    private final LockService locks;
    private final TreeExclusion exclusion;
    private final MoveJournal moves;
    private final Parts parts;

    private SharedMembership(
            MetadataDatabase database,
            NodeRegistry registry,
            LockService locks,
            TreeExclusion exclusion,
            MoveJournal moves,
            Parts parts) {
        this.database = database;
        this.registry = registry;
        this.locks = locks;
        this.exclusion = exclusion;
        this.moves = moves;
        this.parts = parts;
    }

    static SharedMembership join(MetadataDatabase database, Storage storage, Node node, Clock clock) {
        Parts parts = new Parts();
        try {
            NodeRegistry registry = parts.add(NodeRegistry.join(
                    new JdbcNodeStore(database),
                    node,
                    storage.capabilities().contains(Capability.SHARED_BETWEEN_NODES),
                    SharedMembership::pause));
            // From the first moment on: reading what there is may take longer than others wait for a sign of life.
            parts.add(NodeSchedule.every(NodeRegistry.BEAT, "node-heartbeat", registry::beat));
            LockService locks = new LockService(new JdbcSharedLockStore(database), clock, LOCK_LIMITS);
            PostgresExclusion others = parts.add(new PostgresExclusion(database, CLAIMS));
            return new SharedMembership(
                    database,
                    registry,
                    locks,
                    new TreeExclusion(others, locks::bringUpToDate),
                    new JdbcMoveJournal(database, registry.id()),
                    parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it watched another server", e);
        }
    }

    @Override
    public Nodes nodes() {
        return registry;
    }

    @Override
    public CapacityLedger openLedger(Storage volume, CapacityLedger.Settings settings, Clock clock) {
        JdbcSharedLedger ledger = parts.add(new JdbcSharedLedger(database));
        return CapacityLedger.openShared(volume, settings, Sharing.of(ledger, registry.id(), true), clock);
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
        return new PropertyCopy(properties, registry.id());
    }

    /** And again and again from then on: others end too. */
    @Override
    public void recover(Storage storage, PropertyCopy copies) {
        NodeUpkeep upkeep = new NodeUpkeep(registry, copies::recover, () -> {
            locks.sweep();
            moves.recover(path -> storage.find(path).isPresent(), storage::requireSettled, exclusion);
        });
        try {
            upkeep.run();
        } catch (StorageException e) {
            LOG.warn("What other servers left half-way is looked after later: {}", e.getMessage());
        }
        parts.add(NodeSchedule.every(BETWEEN_UPKEEP, "node-upkeep", upkeep));
    }

    @Override
    public void announce(String service, String admin) {
        registry.announce(service, admin);
    }

    /** In the end the others are told. */
    @Override
    public void close() {
        parts.close();
    }
}
