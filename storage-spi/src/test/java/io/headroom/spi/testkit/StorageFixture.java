package io.headroom.spi.testkit;

import io.headroom.spi.Storage;
import java.util.List;

/** What a backend gives to the kit: a place that can be emptied and opened. Used by one thread. */
public interface StorageFixture {
    /** Empties the place. Nothing of it is open. */
    void wipe();

    /** Opens the place with what is in it; the kit closes the storage. */
    Storage open();

    /**
     * Whether the place is so small (at most 128 MiB) that the kit may fill it to the brim; only then does
     * {@link FullStorageContract} run.
     */
    default boolean small() {
        return false;
    }

    /** Whether what was written is there when the place is opened again. */
    default boolean survivesClosing() {
        return true;
    }

    /**
     * How many members the kit makes where it wants more than a page of a listing. A server whose every call costs time in
     * proportion to all it holds says fewer, and another one proves the pages.
     */
    default int manyMembers() {
        return 1_100;
    }

    /** Whether a name below a file is simply missing, and not a fault of the server behind the backend. */
    default boolean findsNothingBelowFiles() {
        return true;
    }

    /** What the backend keeps for uploads on their way: file names, multipart uploads. Empty when none is under way. */
    default List<String> leftovers() {
        return List.of();
    }
}
