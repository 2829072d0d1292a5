package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** Nothing stands at the path. */
public final class NotFoundException extends StorageException {
    public NotFoundException(ResourcePath path) {
        this(path, null);
    }

    public NotFoundException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.NOT_FOUND, path, "not found", cause);
    }
}
