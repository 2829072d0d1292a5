package io.headroom.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A tree of files and collections. Thread-safe; closed by whoever called {@link StorageProvider#open}.
 *
 * <p>Every method throws a {@link io.headroom.spi.error.StorageException} and nothing else when the storage fails; after
 * one of them nothing changed, unless it is an {@link io.headroom.spi.error.OutcomeUnknownException}. Lack of room is an
 * {@link io.headroom.spi.error.InsufficientStorageException} wherever it is noticed. There are few methods on purpose: each
 * one is a debt of every backend.
 */
public interface Storage extends AutoCloseable {
    /** Constant for this instance. */
    Set<Capability> capabilities();

    /** Constant for this instance. */
    Limits limits();

    /** What stands at the path; empty when nothing does: absence is no error here. */
    Optional<Resource> find(ResourcePath path);

    /**
     * The direct members, read as the stream goes on; no order is promised. The caller closes the stream. A member that
     * comes or goes meanwhile may or may not be in it.
     *
     * @throws io.headroom.spi.error.NotFoundException when there is none
     * @throws io.headroom.spi.error.WrongKindException when it is a file
     */
    Stream<Resource> list(ResourcePath collection);

    /**
     * Metadata and bytes of one version.
     *
     * @throws io.headroom.spi.error.NotFoundException when there is none
     * @throws io.headroom.spi.error.WrongKindException when it is a collection
     */
    OpenFile open(ResourcePath file);

    /**
     * Begins a write, which may be refused here, before a byte was read.
     *
     * @throws io.headroom.spi.error.ParentMissingException when the parent is missing or no collection
     * @throws io.headroom.spi.error.WrongKindException when the target is a collection
     * @throws io.headroom.spi.error.InsufficientStorageException when it can't fit
     * @throws io.headroom.spi.error.TooLargeException when it is over {@link Limits#largestFile()}
     */
    PendingWrite beginWrite(ResourcePath target, WriteRequest request);

    /**
     * Makes one empty collection.
     *
     * @throws io.headroom.spi.error.AlreadyExistsException when anything stands there
     * @throws io.headroom.spi.error.ParentMissingException when the parent is missing or no collection
     */
    CollectionResource createCollection(ResourcePath path);

    /**
     * Copies one file, its time of modification included; readers of the target see the old one or the new one.
     *
     * @param onTarget what must hold of the target
     * @throws io.headroom.spi.error.WrongKindException when the source or the old target is a collection
     */
    FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget);

    /**
     * Renames a file, or with {@link Capability#ATOMIC_TREE_MOVE} a tree. An old file or tree at the target is gone only
     * when the new one stands.
     *
     * @param onTarget what must hold of the target
     */
    void move(ResourcePath source, ResourcePath target, Precondition onTarget);

    /**
     * Begins to build a tree beside its target.
     *
     * @param target where it will stand; its parent exists
     * @param expected how much it will hold: a hint to refuse early
     * @throws io.headroom.spi.error.InsufficientStorageException when it can't fit
     * @throws io.headroom.spi.error.UnsupportedException without {@link Capability#STAGED_TREE}
     */
    PendingTree beginTree(ResourcePath target, TreeSize expected);

    /**
     * Removes a file or an empty collection. Must work on a full store.
     *
     * @throws io.headroom.spi.error.NotEmptyException for a collection with members
     */
    void delete(ResourcePath path);

    /** Sets the time of modification; kept by copy and move. */
    void setLastModified(ResourcePath path, Instant time);

    /**
     * The room as seen from a collection. Cheap enough to be asked for each write.
     *
     * @param scope a path that need not exist
     */
    Capacity capacity(ResourcePath scope);

    /** Ends background work and frees everything. Throws nothing. */
    @Override
    void close();
}
