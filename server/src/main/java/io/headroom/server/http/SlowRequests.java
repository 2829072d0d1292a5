package io.headroom.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of requests that took this server and its storage long; a client that is slow itself is none of them. Thread-safe. */
public final class SlowRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);

    private final long slowNanos;

    /** @param slow from when on it is told; zero for never */
    public SlowRequests(Duration slow) {
        this.slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
    }

    void ended(HttpServletRequest request, int status, long nanos, RequestTimes times) {
        long own = nanos - times.reading() - times.writing();
        if (own >= slowNanos) {
            LOG.warn(
                    "Slow: {} {} took {} ms, status {}: {} ms here and in the storage, {} ms for the body to come,"
                            + " {} ms for the answer to be taken",
                    request.getMethod(),
                    request.getRequestURI(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    status,
                    TimeUnit.NANOSECONDS.toMillis(own),
                    TimeUnit.NANOSECONDS.toMillis(times.reading()),
                    TimeUnit.NANOSECONDS.toMillis(times.writing()));
        }
    }
}
