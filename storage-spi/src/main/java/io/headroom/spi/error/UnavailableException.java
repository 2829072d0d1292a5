package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The storage can't be reached or is overloaded; trying again later makes sense. */
public final class UnavailableException extends StorageException {
    private final Duration retryAfter;

    /** @param retryAfter how long a client should wait */
    public UnavailableException(ResourcePath path, Duration retryAfter, @Nullable Throwable cause) {
        super(Kind.UNAVAILABLE, path, "unavailable", cause);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
