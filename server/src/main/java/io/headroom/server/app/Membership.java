package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockService;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.node.Node;
import io.headroom.server.node.Nodes;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.property.PropertyStore;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import java.time.Clock;

/**
 * Whether this server is alone with its storage and its database or one of several, and all parts that this makes a difference
 * to. Thread-safe; closed by whoever joined, after everything that uses its parts and before the database.
 */
interface Membership extends AutoCloseable {
    LockLimits LOCK_LIMITS = new LockLimits(100_000, 100_000);

    /**
     * @param database that others can share or can't; stays open as long as this is used
     * @param identity what is served; the same for all servers that serve the same
     * @throws SettingsException when this server must not run beside one that lives
     */
    static Membership join(MetadataDatabase database, Storage storage, String identity, Clock clock) {
        Node node = Node.ofThisProcess(Version.text(), identity);
        return database.isShared()
                ? SharedMembership.join(database, storage, node, clock)
                : new Alone(database, node, clock);
    }

    /** Those that serve the same, this one among them. */
    Nodes nodes();

    /**
     * Opens the books of the quotas; closed by the caller, before this.
     *
     * @param volume what is served; not closed by it
     */
    CapacityLedger openLedger(Storage volume, CapacityLedger.Settings settings, Clock clock);

    LockService locks();

    TreeExclusion exclusion();

    MoveJournal moves();

    PropertyCopy copies(PropertyStore properties);

    /**
     * Before anything is served: finishes or undoes what crashes left half-way; later what the storage itself has not settled yet.
     *
     * @param storage where the files are
     */
    void recover(Storage storage, PropertyCopy copies);

    /**
     * From now on this server is found.
     *
     * @param service where it serves
     * @param admin where its administration is; empty for none
     */
    void announce(String service, String admin);

    @Override
    void close();
}
