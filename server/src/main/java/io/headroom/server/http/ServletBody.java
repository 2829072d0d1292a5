package io.headroom.server.http;

import io.headroom.server.exchange.RequestBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The body of a servlet request. The stream is opened at the first read, which sends {@code 100 Continue}. */
final class ServletBody implements RequestBody {
    private final HttpServletRequest request;
    private final long declaredLength;
    private final boolean announced;
    private final SenderPace pace;
    private @Nullable ServletInputStream stream;

    ServletBody(HttpServletRequest request, Clock clock) {
        this.request = request;
        this.pace = new SenderPace(clock);
        this.declaredLength = request.getContentLengthLong();
        this.announced = declaredLength > 0
                || (declaredLength < 0
                        && (request.getHeader("Transfer-Encoding") != null
                                || request.getProtocol().startsWith("HTTP/2")));
    }

    @Override
    public long declaredLength() {
        return declaredLength;
    }

    @Override
    public boolean isAnnounced() {
        return announced;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        pace.waiting();
        int count = open().read(into);
        pace.received(Math.max(count, 0));
        return count;
    }

    @Override
    public InputStream stream() {
        return new MeteredStream(this);
    }

    /** Whether anything was read, so that a waiting client was told to go on. */
    boolean wasOpened() {
        return stream != null;
    }

    /** Whether the client may still be sending some of it. */
    boolean isUnread() {
        ServletInputStream opened = stream;
        return announced && (opened == null || !opened.isFinished());
    }

    private ServletInputStream open() throws IOException {
        ServletInputStream opened = stream;
        if (opened == null) {
            opened = request.getInputStream();
            stream = opened;
        }
        return opened;
    }
}
