package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** The parent of a new resource is missing or is no collection. */
public final class ParentMissingException extends StorageException {
    public ParentMissingException(ResourcePath path) {
        this(path, null);
    }

    public ParentMissingException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.PARENT_MISSING, path, "parent missing", cause);
    }
}
