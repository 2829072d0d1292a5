package io.headroom.server.app;

import io.headroom.server.admin.CapacityReport;
import io.headroom.server.admin.NodeReport;
import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The administration of what no server serves at the moment: on its own files, with the same mounts and the same ledger. Keeps
 * servers away until it is closed.
 */
final class OfflineAdministration implements Administration {
    private final CapacityLedger ledger;
    private final Parts parts;
    private final Clock clock;

    private OfflineAdministration(CapacityLedger ledger, Parts parts, Clock clock) {
        this.ledger = ledger;
        this.parts = parts;
        this.clock = clock;
    }

    /** @throws io.headroom.spi.SettingsException when the folder is missing, or a server has its files after all */
    static OfflineAdministration open(ServerConfig config, Clock clock) {
        Parts parts = new Parts();
        try {
            return new OfflineAdministration(ServerAssembly.openLedger(config, parts, clock), parts, clock);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public CapacityReport report() {
        return report(List.of());
    }

    @Override
    public CapacityReport report(ResourcePath folders, int most) {
        return report(ledger.largestFolders(folders, most));
    }

    private CapacityReport report(List<Rooms.Folder> folders) {
        List<RoomStatus> rooms =
                ledger.all().stream().map(RoomStatus::unwatched).toList();
        return new CapacityReport(clock.instant(), rooms, ledger.reservations(), folders);
    }

    @Override
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        return ledger.fit(path, bytes);
    }

    @Override
    public Quotas quotas() {
        return ledger.quotas();
    }

    /** None: else it would not be offline. */
    @Override
    public NodeReport nodes() {
        return new NodeReport(List.of());
    }

    @Override
    public void close() {
        parts.close();
    }
}
