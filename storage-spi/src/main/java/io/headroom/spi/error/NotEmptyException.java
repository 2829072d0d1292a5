package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** A collection that was to be removed still has members. */
public final class NotEmptyException extends StorageException {
    public NotEmptyException(ResourcePath path) {
        this(path, null);
    }

    public NotEmptyException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.NOT_EMPTY, path, "not empty", cause);
    }
}
