package io.headroom.server.property;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.path.ResourcePath;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Remembers a MOVE while files and properties are in two places: the files move first, then the properties, and a crash in
 * between must not part them. Thread-safe; what was begun is kept over a restart. Works on a full disk, as a MOVE does.
 */
public interface MoveJournal {
    /**
     * Before the files move.
     *
     * @return the number of the entry
     */
    long begin(ResourcePath source, ResourcePath target);

    /**
     * After the files moved: moves the properties, as {@link PropertyStore#move} does, and drops the entry; in one step, or on a
     * full disk in many, which a crash may cut short and the next start completes. While the database is away this is put off
     * until it is back, since the files have moved and the entry is kept.
     *
     * @param id from {@link #begin}; one that is not there any more is no error
     * @throws io.headroom.spi.error.InsufficientStorageException METADATA_FULL when a full disk's reserve is too small even for
     *     one property; the entry stays, and the next start finishes it
     */
    void finish(long id);

    /**
     * After a part of the files moved: gives each resource its properties, and drops the entry; in one step, or on a full disk in
     * many, as above.
     *
     * @param id from {@link #begin}; one that is not there any more is no error
     */
    void finish(long id, PartialMove part);

    /** The files didn't move: drops the entry alone. */
    void abandon(long id);

    /**
     * Finishes what a crash cut short: before anything is served, and, where several servers share the journal, when one of the
     * others has died. Entries of servers that live stay. An entry whose target exists and whose source doesn't was moved. Where
     * both exist it may be that a part could not go: then members are at the target that are missing in the source. Any other
     * wasn't moved.
     *
     * @param exists whether there is a resource
     * @param settled throws when the storage itself has not yet finished or undone what is at a path: then the entry stays
     * @param exclusion keeps those who change the same away
     * @return how many moves were finished
     * @throws io.headroom.spi.error.UnavailableException when an entry can't be dealt with now; the others have been
     */
    int recover(Predicate<ResourcePath> exists, Consumer<ResourcePath> settled, TreeExclusion exclusion);
}
