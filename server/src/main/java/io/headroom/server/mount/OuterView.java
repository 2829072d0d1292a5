package io.headroom.server.mount;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.function.Supplier;

/** Tells what a storage says of its own paths with the paths that the outside knows. Immutable. */
final class OuterView {
    private final ResourcePath place;
    private final ResourcePath within;
    private final OuterFailures failures = new OuterFailures(this::outer);

    /**
     * @param place where it is seen
     * @param within which collection of the storage is seen there
     */
    OuterView(ResourcePath place, ResourcePath within) {
        this.place = place;
        this.within = within;
    }

    ResourcePath inner(ResourcePath path) {
        return path.rebase(place, within);
    }

    /** What is around the collection that is seen is told as that one. */
    ResourcePath outer(ResourcePath path) {
        return path.startsWith(within) ? path.rebase(within, place) : place;
    }

    Resource outer(Resource resource) {
        if (resource instanceof FileResource file) {
            return outerFile(file);
        }
        if (resource instanceof CollectionResource collection) {
            return outerCollection(collection);
        }
        return new UnreadableResource(
                outer(resource.path()), resource instanceof UnreadableResource unreadable && unreadable.denied());
    }

    FileResource outerFile(FileResource file) {
        return new FileResource(
                outer(file.path()),
                file.size(),
                file.entityTag(),
                file.lastModified(),
                file.created(),
                file.contentType());
    }

    CollectionResource outerCollection(CollectionResource collection) {
        return new CollectionResource(outer(collection.path()), collection.lastModified(), collection.created());
    }

    StorageException outerFailure(StorageException failure) {
        return failures.of(failure);
    }

    /** Does something inside; its failure is the outside's. */
    <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageException e) {
            throw outerFailure(e);
        }
    }

    /** Does something inside; its failure is the outside's. */
    void told(Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            throw outerFailure(e);
        }
    }
}
