package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** A name or path that this backend can't or won't keep. */
public final class NameRejectedException extends StorageException {
    private final boolean tooLong;

    /** @param tooLong whether length is the reason; else it is the characters, or a name kept back for the server */
    public NameRejectedException(ResourcePath path, boolean tooLong) {
        this(path, tooLong, null);
    }

    /** @param tooLong as above */
    public NameRejectedException(ResourcePath path, boolean tooLong, @Nullable Throwable cause) {
        super(Kind.NAME_REJECTED, path, tooLong ? "name too long" : "name rejected", cause);
        this.tooLong = tooLong;
    }

    public boolean tooLong() {
        return tooLong;
    }
}
