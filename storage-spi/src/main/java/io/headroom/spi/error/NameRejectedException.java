package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;

/** A name or path that this backend can't or won't keep. */
public final class NameRejectedException extends StorageException {
    private final boolean tooLong;

    /** @param tooLong whether length is the reason; else it is the characters, or a name kept back for the server */
    public NameRejectedException(ResourcePath path, boolean tooLong) {
        super(Kind.NAME_REJECTED, path, tooLong ? "name too long" : "name rejected", null);
        this.tooLong = tooLong;
    }

    public boolean tooLong() {
        return tooLong;
    }
}
