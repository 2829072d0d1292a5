package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** The target was not as the caller demanded; nothing changed. */
public final class PreconditionFailedException extends StorageException {
    public PreconditionFailedException(ResourcePath path) {
        this(path, null);
    }

    public PreconditionFailedException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.PRECONDITION_FAILED, path, "precondition failed", cause);
    }
}
