package io.headroom.server.capacity;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The room that is left, as operators see it. Thread-safe; nothing here walks a tree unless it says so. */
public interface Rooms {
    /** The volumes by path, that of the root first, then the quotas by path. */
    List<Room> all();

    /** The limit that leaves the least at a path: a quota, or the volume. */
    Room tightest(ResourcePath path);

    /**
     * Whether a new file would fit at this moment.
     *
     * @param bytes 0 or more
     * @return how the write would be refused; empty when it fits, as far as anybody can tell
     */
    Optional<InsufficientStorageException> fit(ResourcePath path, long bytes);

    /**
     * Whether what stands at a path may grow, by a property for example.
     *
     * @param bytes how much is to come
     * @return how the growth would be refused; empty when there is room
     */
    Optional<InsufficientStorageException> growth(ResourcePath path, long bytes);

    /** The writes on their way that were promised room, oldest first. */
    List<Reserved> reservations();

    /**
     * The largest folders directly in a collection, as counted now or a short while ago. Walks the tree below when nobody
     * has counted lately.
     *
     * @param most how many
     */
    List<Folder> largestFolders(ResourcePath collection, int most);

    /**
     * A promise.
     *
     * @param path where the write goes
     * @param bytes promised and not written yet
     * @param since when the write began
     */
    record Reserved(ResourcePath path, long bytes, Instant since) {}

    /**
     * @param bytes of all files below
     * @param entries files and collections below
     */
    record Folder(ResourcePath path, long bytes, long entries) {}
}
