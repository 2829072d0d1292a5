package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps quotas and what is known of their use beyond the server's end. Thread-safe. */
public interface QuotaStore {
    /**
     * What is known of a quota's use.
     *
     * @param bytes may be negative when more was removed than had been counted
     * @param countedAt when a count ended last
     * @param driftBytes what it found beyond what was known
     */
    record Usage(
            ResourcePath root,
            long bytes,
            long entries,
            Optional<Instant> countedAt,
            long driftBytes,
            long driftEntries) {}

    /** The quotas that the administration set. */
    Map<ResourcePath, QuotaLimit> limits();

    void set(ResourcePath root, QuotaLimit limit);

    /** Works on a full disk too. */
    void remove(ResourcePath root);

    /** As saved last. */
    List<Usage> usages();

    /**
     * Saves figures in place of the ones known; those of other roots stay.
     *
     * @param complete whether nothing changes any more before the next {@link #begin}
     */
    void save(List<Usage> usages, boolean complete);

    /**
     * To be called when figures begin to change.
     *
     * @return whether the saved figures were complete, so that they still hold
     */
    boolean begin();
}
