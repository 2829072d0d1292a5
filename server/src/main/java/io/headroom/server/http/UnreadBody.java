package io.headroom.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * What happens to a body that was refused before it was read. Closing at once would make TCP erase the answer before a client
 * sees it that writes everything first; so the answer is sent whole and then the rest is read and dropped, for a bounded time
 * and by a bounded number of threads. Thread-safe.
 */
final class UnreadBody {
    /** This much is read in any case, so that the connection lives on. */
    private static final long SMALL = 2L << 20;

    private static final int MOST_AT_ONCE = 32;

    private final Clock clock;
    private final Duration longest;
    private final Semaphore draining = new Semaphore(MOST_AT_ONCE);

    /** @param longest how long one client may go on sending what is thrown away */
    UnreadBody(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /** To be called before the answer is sent: says so if the connection can't live on. */
    void prepare(HttpServletRequest request, HttpServletResponse response, ServletBody body) {
        if (!body.isAnnounced() || (expectsContinue(request) && !body.wasOpened())) {
            return;
        }
        if ((body.declaredLength() < 0 || body.declaredLength() > SMALL)
                && request.getProtocol().startsWith("HTTP/1")) {
            response.setHeader("Connection", "close");
        }
    }

    /** To be called when the answer is out: reads on until the body ends or patience does. */
    void drain(HttpServletRequest request, HttpServletResponse response, ServletBody body) throws IOException {
        // Reading would tell a client that waits to send everything after all.
        if (!body.isAnnounced() || (expectsContinue(request) && !body.wasOpened())) {
            return;
        }
        response.flushBuffer();
        if (!draining.tryAcquire()) {
            return;
        }
        try {
            Instant end = clock.instant().plus(longest);
            ByteBuffer waste = ByteBuffer.allocate(64 * 1024);
            while (body.read(waste) >= 0 && clock.instant().isBefore(end)) {
                waste.clear();
            }
        } finally {
            draining.release();
        }
    }

    private static boolean expectsContinue(HttpServletRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"))
                && !request.getProtocol().equals("HTTP/1.0");
    }
}
