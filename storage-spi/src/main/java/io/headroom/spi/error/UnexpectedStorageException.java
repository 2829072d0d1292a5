package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;

/** None of the known causes: an I/O error of the device, say. */
public final class UnexpectedStorageException extends StorageException {
    public UnexpectedStorageException(ResourcePath path, Throwable cause) {
        super(Kind.UNEXPECTED, path, "storage failed: " + cause, cause);
    }
}
