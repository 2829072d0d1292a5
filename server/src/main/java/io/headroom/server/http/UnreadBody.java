package io.headroom.server.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * What happens to a body that was refused before it was read. A small rest is read and dropped, and the connection lives on. Of
 * a larger one, HTTP/1.1 says that the connection ends, and it {@linkplain LingeringConnection lingers}; HTTP/2 resets the
 * stream alone ({@link EarlyAnswer}). None of them holds a thread while it waits. Thread-safe.
 */
final class UnreadBody {
    /** This much is read in any case, so that the connection lives on. */
    private static final long SMALL = 2L << 20;

    private final Duration longest;

    /** @param longest how long one client may go on sending what is thrown away */
    UnreadBody(Duration longest) {
        this.longest = longest;
    }

    /** To be called before the answer is sent: says so if the connection can't live on. */
    void prepare(HttpServletRequest request, HttpServletResponse response, ServletBody body) throws IOException {
        if (body.isUnread()
                && !isWorthReading(request, body)
                && !Protocol.of(request).isMultiplexed()) {
            response.setHeader("Connection", "close");
            LingeringConnection.after(Request.unWrap(ServletContextRequest.getServletContextRequest(request)), longest);
        }
    }

    /** To be called when the answer is written: sends it, and has the rest read until it ends or patience does. */
    void drain(HttpServletRequest request, HttpServletResponse response, ServletBody body) throws IOException {
        if (!body.isUnread() || !isWorthReading(request, body)) {
            return;
        }
        response.flushBuffer();
        AsyncContext rest = request.startAsync(request, response);
        // To the servlet API, 0 is for ever.
        rest.setTimeout(Math.max(1, longest.toMillis()));
        BodyWaste waste = new BodyWaste(rest, body.input());
        rest.addListener(waste);
        body.input().setReadListener(waste);
    }

    private static boolean isWorthReading(HttpServletRequest request, ServletBody body) {
        return body.declaredLength() >= 0
                && body.declaredLength() <= SMALL
                // Reading would tell a client that waits to send everything after all.
                && (body.wasRead() || !expectsContinue(request));
    }

    private static boolean expectsContinue(HttpServletRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"))
                && Protocol.of(request) != Protocol.HTTP_1_0;
    }
}
