package io.headroom.server.capacity;

import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** What a write would replace; looked at when it first matters, then remembered until {@link #lookAgain}. For one thread. */
final class OldFile {
    private final Storage storage;
    private final ResourcePath path;
    private boolean looked;
    private @Nullable Resource found;

    OldFile(Storage storage, ResourcePath path) {
        this.storage = storage;
        this.path = path;
    }

    private @Nullable Resource found() {
        if (!looked) {
            found = storage.find(path).orElse(null);
            looked = true;
        }
        return found;
    }

    OldFile lookAgain() {
        looked = false;
        return this;
    }

    /** In bytes; 0 when there is none. */
    long size() {
        return found() instanceof FileResource file ? file.size() : 0;
    }

    /** How many entries a write adds: 0 where something stands. */
    long newEntries() {
        return found() == null ? 1 : 0;
    }

    /** Whether a file of this size makes the whole no larger: such a one may use the floor, its old bytes are freed after. */
    boolean isNoSmallerThan(long bytes) {
        return found() instanceof FileResource file && file.size() >= bytes;
    }
}
