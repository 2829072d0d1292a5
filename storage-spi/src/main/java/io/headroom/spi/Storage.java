package io.headroom.spi;

import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Map;
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
    /** What can be done everywhere. Constant for this instance. */
    Set<Capability> capabilities();

    /**
     * What can be done from one place to another, with all that is below them: of a storage that is made of several, more may be
     * possible inside one of them than everywhere. May change with time.
     *
     * @param to the same as {@code from} where only one place is meant
     */
    default Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        return capabilities();
    }

    /**
     * The collections from which on downwards the room is asked for apart, the root among them, and for each whose room it is: its
     * own, or that of another one of them which is known to lie on the same disk. They are fixed: none can be removed, moved or
     * replaced. Constant for this instance.
     */
    default Map<ResourcePath, ResourcePath> volumes() {
        return Map.of(ResourcePath.ROOT, ResourcePath.ROOT);
    }

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
     * All members at any depth, a collection before what is in it, read as the stream goes on; no other order is promised. The
     * caller closes the stream. A collection that can't be listed is in it without its members.
     *
     * @throws io.headroom.spi.error.NotFoundException when there is none
     * @throws io.headroom.spi.error.WrongKindException when it is a file
     */
    default Stream<Resource> listTree(ResourcePath collection) {
        return TreeIterator.stream(this, collection);
    }

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
     * Copies one file, its time of modification included where such times are kept; readers of the target see the old one or
     * the new one.
     *
     * @param onTarget what must hold of the target
     * @throws io.headroom.spi.error.WrongKindException when the source or the old target is a collection
     */
    FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget);

    /**
     * Renames a file, or with {@link Capability#ATOMIC_TREE_MOVE} a tree. An old file or tree at the target is gone only
     * when the new one stands. Without {@link Capability#ATOMIC_FILE_MOVE} both may be there for the moment, and need room.
     *
     * @param onTarget what must hold of the target
     * @throws io.headroom.spi.error.UnsupportedException for a tree, or in place of one, without ATOMIC_TREE_MOVE
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
     * Moves a collection with all it holds, or a file, in place of what stands at the target, a collection too. When it throws,
     * nothing moved. With {@link Capability#WHOLE_TREES} it goes member by member: others may see both trees meanwhile, a member
     * is at one place at least at every moment, and what a crash cuts short the next {@link StorageProvider#open} finishes or
     * undoes. A member that can't go for a reason of its own stays, with the collections above it, and the rest goes.
     *
     * @param onTarget what must hold of the target
     * @param listener hears of members that stay, and with WHOLE_TREES of each that went, the top included, as it stands at the
     *     target. One whose copy stands while the old one can't be removed is heard of twice: it is at both places. An old member
     *     of the target that can't be removed is heard of as failed
     * @throws io.headroom.spi.error.InsufficientStorageException when it can't fit: all is as before
     * @throws io.headroom.spi.error.UnsupportedException without {@link Capability#ATOMIC_TREE_MOVE} or WHOLE_TREES, and into
     *     itself
     */
    default void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        move(source, target, onTarget);
    }

    /**
     * Copies a collection, or a file, in place of what stands at the target, a collection too; for backends that can't show a
     * staged tree at once. Others may see a part of the copy meanwhile. When it throws, all is as before, an old target included.
     * A member that can't be copied for a reason of its own is missing in the copy, and the rest is there.
     *
     * @param members whether all it holds is copied too; else the collection alone
     * @param onTarget what must hold of the target
     * @param listener hears of each member that stands at the target, the top included, and of those that failed: where they are
     *     in the source. An old member of the target that can't be removed is heard of as failed
     * @throws io.headroom.spi.error.InsufficientStorageException when it can't fit: all is as before
     * @throws io.headroom.spi.error.UnsupportedException without {@link Capability#WHOLE_TREES}, and into itself
     */
    default void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        throw new UnsupportedException(target, "a copy of a whole tree");
    }

    /**
     * Removes a collection with all it holds. Must work on a full store. A member that can't go stays, with the collections above
     * it, and the rest goes. When it throws, what the listener heard of is gone all the same.
     *
     * @param listener hears of each member that is gone, the collection itself included, as it was
     * @throws io.headroom.spi.error.NotFoundException when there is none
     * @throws io.headroom.spi.error.WrongKindException when it is a file
     * @throws io.headroom.spi.error.UnsupportedException without {@link Capability#WHOLE_TREES}
     */
    default void deleteTree(ResourcePath collection, TreeListener listener) {
        throw new UnsupportedException(collection, "the removal of a whole tree");
    }

    /**
     * To be asked before something is made of where the members of a tree are: a crash may have cut short a copy, a move or a removal
     * of a whole tree, and who finishes or undoes it may have to wait until it is clear that nobody works on it any more.
     *
     * @param path anything at it, above it and below it counts
     * @throws io.headroom.spi.error.UnavailableException when a whole tree is under way there, or one that was cut short is neither
     *     finished nor undone yet
     */
    default void requireSettled(ResourcePath path) {}

    /**
     * Removes a file or an empty collection. Must work on a full store.
     *
     * @throws io.headroom.spi.error.NotEmptyException for a collection with members
     */
    void delete(ResourcePath path);

    /**
     * Sets the time of modification; kept by copy and move.
     *
     * @throws io.headroom.spi.error.UnsupportedException without {@link Capability#KEEPS_MODIFICATION_TIME}
     */
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
