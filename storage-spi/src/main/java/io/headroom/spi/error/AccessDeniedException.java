package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** The storage's own rights forbid it; a read-only file system counts. */
public final class AccessDeniedException extends StorageException {
    public AccessDeniedException(ResourcePath path) {
        this(path, null);
    }

    public AccessDeniedException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.ACCESS_DENIED, path, "access denied", cause);
    }
}
