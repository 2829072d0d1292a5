package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;

/** The backend didn't declare the capability that this needs. */
public final class UnsupportedException extends StorageException {
    /** @param what the operation, for the log */
    public UnsupportedException(ResourcePath path, String what) {
        super(Kind.UNSUPPORTED, path, "not supported: " + what, null);
    }
}
