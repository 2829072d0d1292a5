package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** Nobody can tell whether the change took place: a time-out at the commit. */
public final class OutcomeUnknownException extends StorageException {
    public OutcomeUnknownException(ResourcePath path) {
        this(path, null);
    }

    public OutcomeUnknownException(ResourcePath path, @Nullable Throwable cause) {
        super(Kind.OUTCOME_UNKNOWN, path, "outcome unknown", cause);
    }
}
