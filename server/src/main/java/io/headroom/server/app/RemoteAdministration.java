package io.headroom.server.app;

import io.headroom.server.admin.CapacityReport;
import io.headroom.server.admin.NodeReport;
import io.headroom.server.admin.RunningServer;
import io.headroom.server.capacity.Quotas;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;

/** The administration of a server that runs. */
record RemoteAdministration(RunningServer server) implements Administration {
    @Override
    public CapacityReport report() {
        return server.report();
    }

    @Override
    public CapacityReport report(ResourcePath folders, int most) {
        return server.report(folders, most);
    }

    @Override
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        return server.fit(path, bytes);
    }

    @Override
    public Quotas quotas() {
        return server.quotas();
    }

    @Override
    public NodeReport nodes() {
        return server.nodes();
    }

    /** Every question was a request of its own. */
    @Override
    public void close() {}
}
