package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.lock.LockService;
import io.headroom.server.metadata.JdbcLockStore;
import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.node.Node;
import io.headroom.server.node.NodeSchedule;
import io.headroom.server.node.Nodes;
import io.headroom.server.node.SingleNode;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.property.PropertyStore;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server whose database is a file, or ends with it: nobody else can be there. */
final class Alone implements Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Alone.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(15);

    private final MetadataDatabase database;
    private final SingleNode nodes;
    private final LockService locks;
    private final TreeExclusion exclusion = new TreeExclusion();
    private final MoveJournal moves;
    private final Parts parts = new Parts();

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
    public void recover(Storage storage, PropertyCopy copies) {
        copies.recover();
        try {
            recoverMoves(storage);
        } catch (UnavailableException e) {
            LOG.warn("The properties of a move that was cut short are looked after later: {}", e.getMessage());
            parts.add(NodeSchedule.every(BETWEEN_TRIES, "move-recovery", new Runnable() {
                private boolean done;

                @Override
                public void run() {
                    if (!done) {
                        recoverMoves(storage);
                        done = true;
                    }
                }
            }));
        }
    }

    /** Moves that are under way hold their ends, and have left the journal when those are free. */
    private void recoverMoves(Storage storage) {
        moves.recover(path -> storage.find(path).isPresent(), storage::requireSettled, exclusion);
    }

    @Override
    public void announce(String service, String admin) {
        nodes.announce(service, admin);
    }

    /** There is nobody to leave. */
    @Override
    public void close() {
        parts.close();
    }
}
