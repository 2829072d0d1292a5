package io.headroom.spi.testkit;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What stands at a path of a {@link MemoryStorage}. Guarded by the storage's lock, but for the immutable parts. */
sealed interface MemoryNode {
    /** How it is shown at a path. */
    Resource at(ResourcePath path);

    /** The bytes of the node and everything below it. */
    long bytes();

    /**
     * One immutable version of a file.
     *
     * @param content from 0 to its limit; read it through a duplicate
     */
    record File(
            ByteBuffer content,
            EntityTag entityTag,
            Instant lastModified,
            Instant created,
            Optional<String> contentType)
            implements MemoryNode {
        @Override
        public FileResource at(ResourcePath path) {
            return new FileResource(path, content.limit(), entityTag, lastModified, Optional.of(created), contentType);
        }

        @Override
        public long bytes() {
            return content.limit();
        }

        File withLastModified(Instant time) {
            return new File(content, entityTag, time, created, contentType);
        }
    }

    /** A collection with its members. */
    final class Collection implements MemoryNode {
        final Map<String, MemoryNode> members = new LinkedHashMap<>();
        Instant lastModified;
        private final Instant created;

        Collection(Instant created) {
            this.created = created;
            this.lastModified = created;
        }

        @Override
        public CollectionResource at(ResourcePath path) {
            return new CollectionResource(path, Optional.of(lastModified), Optional.of(created));
        }

        @Override
        public long bytes() {
            return members.values().stream().mapToLong(MemoryNode::bytes).sum();
        }
    }
}
