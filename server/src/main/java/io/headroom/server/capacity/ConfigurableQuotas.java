package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.Map;

/** The quotas of a server that can take other settings while it runs. Thread-safe. */
interface ConfigurableQuotas extends Quotas {
    /**
     * Takes other quotas from the configuration in place of those that it had: a folder that it no longer names has the quota that the
     * administration gave it, or none. What new ones hold is counted in the background.
     *
     * @throws io.headroom.spi.error.StorageException when the change can't be kept; nothing changed
     */
    void configure(Map<ResourcePath, QuotaLimit> others);
}
