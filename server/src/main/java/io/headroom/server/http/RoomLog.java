package io.headroom.server.http;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a minute for each reason why there is no room, with a count, however many clients try. Thread-safe. */
final class RoomLog {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLog.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Reason, Instant> lastLine = new EnumMap<>(Reason.class);
    private final Map<Reason, Long> since = new EnumMap<>(Reason.class);

    RoomLog(Clock clock) {
        this.clock = clock;
    }

    void refused(String method, InsufficientStorageException failure) {
        long count;
        lock.lock();
        try {
            count = since.merge(failure.reason(), 1L, Long::sum);
            Instant last = lastLine.get(failure.reason());
            Instant now = clock.instant();
            if (last != null && now.isBefore(last.plus(BETWEEN))) {
                return;
            }
            lastLine.put(failure.reason(), now);
            since.put(failure.reason(), 0L);
        } finally {
            lock.unlock();
        }
        LOG.warn(
                "507 for {}: {} ({} refused for this reason since the last line)", method, failure.getMessage(), count);
    }
}
