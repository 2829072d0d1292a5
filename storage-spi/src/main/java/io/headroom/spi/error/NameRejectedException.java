package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** A name or path that this backend can't or won't keep. */
public final class NameRejectedException extends StorageException {
    /** What is wrong with it. */
    public enum Reason {
        /** The name, or the path as a whole. */
        TOO_LONG("name too long"),
        /** Characters that the backend can't write, or a name kept back for the server. */
        UNUSABLE("name rejected"),
        /** Whoever runs the server wants nothing of such a name. */
        UNWANTED("name not wanted");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;

    public NameRejectedException(ResourcePath path, Reason reason) {
        this(path, reason, null);
    }

    public NameRejectedException(ResourcePath path, Reason reason, @Nullable Throwable cause) {
        super(Kind.NAME_REJECTED, path, reason.words, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
