package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.List;

/** The quotas, for those who administer them. Thread-safe; a change holds for the next request. */
public interface Quotas {
    /** By path. */
    List<Quota> list();

    /**
     * Sets or changes a quota. What is used below a new root is counted in the background, and the call waits a few
     * seconds for that; until it is done the quota knows of new files only.
     *
     * @throws IllegalArgumentException with a sentence, when the quota is one of the configuration
     * @throws io.headroom.spi.error.StorageException when it can't be kept
     */
    void set(ResourcePath root, QuotaLimit limit);

    /**
     * @return whether there was one
     * @throws IllegalArgumentException with a sentence, when the quota is one of the configuration
     * @throws io.headroom.spi.error.StorageException when the change can't be kept
     */
    boolean remove(ResourcePath root);

    /**
     * Counts again what is used, in the background. Does nothing when that is under way already.
     *
     * @param root of a quota
     * @return false when there is no quota
     */
    boolean recount(ResourcePath root);
}
