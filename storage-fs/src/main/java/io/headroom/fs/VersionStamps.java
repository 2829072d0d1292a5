package io.headroom.fs;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times of modification that no other write of this process has. Thread-safe.
 *
 * <p>The digits below one millisecond are ours: a running number, which starts anywhere so that a restart doesn't repeat
 * itself. Nobody reads them as time (HTTP dates end at the second), but they keep entity tags apart. The running number goes
 * in steps of 100 ns first, for file systems that keep no finer time.
 */
final class VersionStamps {
    private static final long STEP = 100;
    private static final long STEPS = 10_000;

    private final Clock clock;
    private final AtomicLong number = new AtomicLong(new SecureRandom().nextLong() >>> 1);

    VersionStamps(Clock clock) {
        this.clock = clock;
    }

    /** For a write that says nothing of its age: now or up to two milliseconds earlier, never later. */
    Instant now() {
        return of(clock.instant().minusMillis(1));
    }

    /** For a write whose client says how old the content is: the same millisecond. */
    Instant of(Instant given) {
        long next = number.getAndIncrement() & Long.MAX_VALUE;
        long digits = next % STEPS * STEP + next / STEPS % STEP;
        return given.truncatedTo(ChronoUnit.MILLIS).plusNanos(digits);
    }
}
