package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;

/** Which paths share one answer to the question of room. Thread-safe. */
@FunctionalInterface
public interface RoomRegions {
    /** The innermost collection with a limit of its own that holds the path; the root when there is none. */
    ResourcePath of(ResourcePath path);
}
