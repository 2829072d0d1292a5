package io.headroom.server.tree;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Visits a tree, collections before their members. Thread-safe. */
public final class TreeWalk {
    private final Storage storage;

    public TreeWalk(Storage storage) {
        this.storage = storage;
    }

    /**
     * What can't be listed further down is visited without its members.
     *
     * @param top a file or a collection; nothing is visited when it is missing
     * @throws StorageException when the top can't be read
     */
    public void forEach(ResourcePath top, Consumer<Resource> visitor) {
        Resource resource = storage.find(top).orElse(null);
        if (resource == null) {
            return;
        }
        visitor.accept(resource);
        if (resource instanceof CollectionResource) {
            try (Stream<Resource> members = storage.listTree(top)) {
                members.forEachOrdered(visitor);
            }
        }
    }
}
