package io.headroom.server.http;

import io.headroom.server.failure.RequestRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast a body comes in. The whole time is not bounded, since large uploads take hours; the average is, so that a thread is
 * not held for nothing. For one thread.
 */
final class SenderPace {
    private static final long LEAST_BYTES_A_SECOND = 16;
    /** Who makes the content while sending it may begin with a few bytes and a pause. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Clock clock;
    private @Nullable Instant start;
    private long bytes;

    SenderPace(Clock clock) {
        this.clock = clock;
    }

    /** To be called before a read: the time counts from the first one on. */
    void waiting() {
        if (start == null) {
            start = clock.instant();
        }
    }

    /** @throws RequestRefusedException 408 when that took too long */
    void received(int count) {
        bytes += count;
        Instant began = start;
        if (began == null) {
            return;
        }
        Duration taken = Duration.between(began, clock.instant());
        if (taken.compareTo(GRACE) > 0 && bytes / taken.toSeconds() < LEAST_BYTES_A_SECOND) {
            throw new RequestRefusedException(408, "The request's body came in too slowly.");
        }
    }
}
