package io.headroom.server.app;

import io.headroom.server.admin.CapacityReport;
import io.headroom.server.admin.NodeReport;
import io.headroom.server.capacity.Quotas;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;

/** What the commands about room work on: a server that runs, or its files when none does. Closed by whoever opened it. */
interface Administration extends AutoCloseable {
    /** The rooms as they are now. */
    CapacityReport report();

    /** With the largest folders directly in a collection. */
    CapacityReport report(ResourcePath folders, int most);

    /** As {@link io.headroom.server.capacity.Rooms#fit}. */
    Optional<InsufficientStorageException> fit(ResourcePath path, long bytes);

    Quotas quotas();

    /** The servers that serve it. */
    NodeReport nodes();

    @Override
    void close();
}
