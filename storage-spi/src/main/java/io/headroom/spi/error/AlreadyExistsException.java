package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** Something stands where a new resource was to be made. */
public final class AlreadyExistsException extends StorageException {
    public AlreadyExistsException(ResourcePath path) {
        this(path, null);
    }

    public AlreadyExistsException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.ALREADY_EXISTS, path, "already exists", cause);
    }
}
