package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** A file where a collection was asked for, or the other way round. */
public final class WrongKindException extends StorageException {
    public WrongKindException(ResourcePath path) {
        this(path, null);
    }

    public WrongKindException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.WRONG_KIND, path, "wrong kind", cause);
    }
}
