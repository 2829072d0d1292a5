package io.headroom.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * What happens to a body that was refused before it was read. A small rest is read and dropped, and the connection lives on.
 * Otherwise the answer says that the connection ends, and the connection {@linkplain LingeringConnection lingers}. Thread-safe.
 */
final class UnreadBody {
    /** This much is read in any case, so that the connection lives on. */
    private static final long SMALL = 2L << 20;

    private final Clock clock;
    private final Duration longest;

    /** @param longest how long one client may go on sending what is thrown away */
    UnreadBody(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /** To be called before the answer is sent: says so if the connection can't live on. */
    void prepare(HttpServletRequest request, HttpServletResponse response, ServletBody body) {
        if (body.isUnread() && !isWorthReading(request, body) && isHttp1(request)) {
            response.setHeader("Connection", "close");
            LingeringConnection.after(Request.unWrap(ServletContextRequest.getServletContextRequest(request)), longest);
        }
    }

    /** To be called when the answer is written: sends it and reads on until the body ends or patience does. */
    void drain(HttpServletRequest request, HttpServletResponse response, ServletBody body) throws IOException {
        if (!body.isUnread() || !isWorthReading(request, body)) {
            return;
        }
        response.flushBuffer();
        Instant end = clock.instant().plus(longest);
        ByteBuffer waste = ByteBuffer.allocate(64 * 1024);
        while (body.read(waste) >= 0 && clock.instant().isBefore(end)) {
            waste.clear();
        }
    }

    private static boolean isWorthReading(HttpServletRequest request, ServletBody body) {
        return body.declaredLength() >= 0
                && body.declaredLength() <= SMALL
                // Reading would tell a client that waits to send everything after all.
                && (body.wasOpened() || !expectsContinue(request));
    }

    private static boolean isHttp1(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/1");
    }

    private static boolean expectsContinue(HttpServletRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"))
                && !request.getProtocol().equals("HTTP/1.0");
    }
}
