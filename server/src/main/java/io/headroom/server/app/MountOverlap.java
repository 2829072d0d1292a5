package io.headroom.server.app;

import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds storages that hold one another: a file would be at two places, and counted twice. For one thread.
 */
final class MountOverlap {
    private record Seen(ResourcePath place, StorageLocation location, String endpoint) {}

    private final List<Seen> seen = new ArrayList<>();

    /**
     * @param endpoint of a bucket; empty for the usual one
     * @throws IllegalArgumentException when this is inside of one that was added, or around it
     */
    void add(ResourcePath place, StorageLocation location, String endpoint) {
        Seen next = new Seen(place, location, endpoint);
        for (Seen other : seen) {
            if (overlap(next, other)) {
                throw new IllegalArgumentException("The mount " + place + ", " + location + ", and " + other.location()
                        + ", which is at " + other.place() + ", have files in common.");
            }
        }
        seen.add(next);
    }

    private static boolean overlap(Seen one, Seen other) {
        if (one.location() instanceof StorageLocation.Folder folder
                && other.location() instanceof StorageLocation.Folder around) {
            Path path = real(folder.path());
            Path otherPath = real(around.path());
            return path.startsWith(otherPath) || otherPath.startsWith(path);
        }
        return one.location() instanceof StorageLocation.Bucket bucket
                && other.location() instanceof StorageLocation.Bucket around
                && one.endpoint().equals(other.endpoint())
                && bucket.name().equals(around.name())
                && (bucket.prefix().startsWith(around.prefix())
                        || around.prefix().startsWith(bucket.prefix()));
    }

    /** Links may lead to the same place; what isn't there yet has none. */
    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path;
        }
    }
}
