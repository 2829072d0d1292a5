package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** The backend didn't declare the capability that this needs. */
public final class UnsupportedException extends StorageException {
    /** @param what the operation, for the log */
    public UnsupportedException(ResourcePath path, String what) {
        this(path, what, null);
    }

    /** @param what as above */
    public UnsupportedException(ResourcePath path, String what, @Nullable Throwable cause) {
        super(Kind.UNSUPPORTED, path, "not supported: " + what, cause);
    }
}
