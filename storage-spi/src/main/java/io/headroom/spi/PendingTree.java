package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;

/**
 * A whole tree that is built beside its target and then shown at once. Without a {@link #commit} nothing changed. The first
 * call makes the top, at the target itself: a collection, or a single file. For one thread; closed by whoever called
 * {@link Storage#beginTree}.
 */
public interface PendingTree extends AutoCloseable {
    /**
     * Makes a collection in the pending tree; its parent was made before.
     *
     * @param target where it will be
     */
    void createCollection(ResourcePath target);

    /**
     * Copies a file of the storage into the pending tree, its time of modification included.
     *
     * @param source a file outside the pending tree
     * @param target where it will be
     */
    void copyFile(ResourcePath source, ResourcePath target);

    /**
     * Puts the tree in its place. An old file or tree there is gone only when the new one stands.
     *
     * @param onTarget what must hold of the target
     */
    void commit(Precondition onTarget);

    /** Drops what was not committed. Throws nothing; may be called again. */
    @Override
    void close();
}
