package io.headroom.server.method;

import io.headroom.spi.path.ResourcePath;

/** Asked before anything else by every method that changes something. Thread-safe. */
@FunctionalInterface
public interface WriteGate {
    /** Lets everybody through. */
    WriteGate OPEN = about -> {};

    /**
     * Cheap, since each write pays for it.
     *
     * @param about the resource that the request names
     * @throws io.headroom.spi.error.StorageException when no change can be carried out whole at present
     */
    void require(ResourcePath about);
}
