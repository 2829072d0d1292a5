package io.headroom.server.property;

import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the times of modification that clients set, for storages that keep none. Thread-safe. What it can't keep for lack of room
 * is an {@link io.headroom.spi.error.InsufficientStorageException} with reason METADATA_FULL; forgetting works on a full disk.
 */
public interface ModificationTimes {
    /**
     * One time.
     *
     * @param version the version of the file that it was set for; of any other it says nothing
     * @param time in whole milliseconds
     */
    record Kept(EntityTag version, Instant time) {
        boolean isOf(FileResource file) {
            return version.equals(file.entityTag());
        }

        /** For this version of the file; a fraction of a millisecond is dropped. */
        static Kept of(FileResource file, Instant time) {
            return new Kept(file.entityTag(), time.truncatedTo(ChronoUnit.MILLIS));
        }

        /** The file as it shows with this time. */
        FileResource shownBy(FileResource file) {
            return new FileResource(
                    file.path(), file.size(), file.entityTag(), time, file.created(), file.contentType());
        }
    }

    /** Whether nothing is kept at all, as far as that is known without a look. */
    boolean isEmpty();

    /** What is kept for one file. */
    Optional<Kept> find(ResourcePath file);

    /**
     * What is kept for the direct members of a collection, with one query.
     *
     * @return by the member's name
     */
    Map<String, Kept> findMembers(ResourcePath collection);

    /** What is kept for a resource and all below it, with one query. */
    Map<ResourcePath, Kept> findTree(ResourcePath top);

    /** Keeps one time in place of an older one. */
    void put(ResourcePath file, Kept kept);

    /**
     * Forgets whole trees and keeps some times, in one step. What was moved takes no more room than before, so a full disk's
     * reserve is enough for it.
     *
     * @param trees files, or collections with all below them
     * @param kept what is kept from now on, inside these trees or elsewhere
     */
    void replace(Collection<ResourcePath> trees, Map<ResourcePath, Kept> kept);
}
