package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** Over a fixed limit for one file, which no freeing of room can lift. */
public final class TooLargeException extends StorageException {
    private final long limitBytes;

    /** @param limitBytes the largest file that is possible, in bytes */
    public TooLargeException(ResourcePath path, long limitBytes) {
        this(path, limitBytes, null);
    }

    /** @param limitBytes as above */
    public TooLargeException(ResourcePath path, long limitBytes, @Nullable Throwable cause) {
        super(Kind.TOO_LARGE, path, "over the largest file of " + limitBytes + " bytes", cause);
        this.limitBytes = limitBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }
}
