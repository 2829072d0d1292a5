package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Optional;

/**
 * A collection.
 *
 * @param lastModified when a member was last added, renamed or removed; empty when the backend doesn't know
 * @param created when the collection was made; empty when the backend doesn't know
 */
public record CollectionResource(ResourcePath path, Optional<Instant> lastModified, Optional<Instant> created)
        implements Resource {}
