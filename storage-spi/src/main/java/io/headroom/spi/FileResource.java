package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of a file.
 *
 * @param size in bytes
 * @param entityTag strong where the backend allows; never used again for other bytes at this path
 * @param lastModified when the bytes last changed, or what a client said of it
 * @param created when the file was made; empty when the backend doesn't know
 * @param contentType as given with the write; empty when the backend keeps none
 */
public record FileResource(
        ResourcePath path,
        long size,
        EntityTag entityTag,
        Instant lastModified,
        Optional<Instant> created,
        Optional<String> contentType)
        implements Resource {}
