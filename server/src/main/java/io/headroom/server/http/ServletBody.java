package io.headroom.server.http;

import io.headroom.server.exchange.RequestBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.eclipse.jetty.ee11.servlet.HttpInput;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a servlet request. The first read sends {@code 100 Continue}. The first that has to wait takes one of the
 * {@link UploadSlots}, before that; the body keeps it until it is closed. For one thread; closed by the servlet.
 */
final class ServletBody implements RequestBody, AutoCloseable {
    private final HttpServletRequest request;
    private final long declaredLength;
    private final boolean announced;
    private final SenderPace pace;
    private final UploadSlots slots;
    private final RequestTimes times;
    private UploadSlots.@Nullable Slot slot;
    private boolean read;
    private long bytes;

    ServletBody(HttpServletRequest request, Clock clock, UploadSlots slots, RequestTimes times) {
        this.request = request;
        this.slots = slots;
        this.times = times;
        this.pace = new SenderPace(clock);
        this.declaredLength = request.getContentLengthLong();
        this.announced = declaredLength > 0 || (declaredLength < 0 && isOfUnknownLength());
    }

    /** HTTP/2 has no header for it: there, a request has no body when its headers end the stream (RFC 9113 §8.1). */
    private boolean isOfUnknownLength() {
        return Protocol.of(request).isMultiplexed() ? !isAtEnd() : request.getHeader("Transfer-Encoding") != null;
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
        if (slot == null && !isThere()) {
            slot = slots.take();
        }
        pace.waiting();
        ServletInputStream stream = request.getInputStream();
        read = true;
        long start = System.nanoTime();
        int count = stream.read(into);
        times.read(System.nanoTime() - start);
        bytes += Math.max(count, 0);
        pace.received(Math.max(count, 0));
        return count;
    }

    @Override
    public InputStream stream() {
        return new MeteredStream(this);
    }

    /** How many bytes were read. */
    long bytes() {
        return bytes;
    }

    /** Whether a waiting client was told to go on. */
    boolean wasRead() {
        return read;
    }

    /** Whether the client may still be sending some of it. */
    boolean isUnread() {
        return announced && !isAtEnd();
    }

    /** Neither waits nor tells a waiting client to go on. */
    private boolean isAtEnd() {
        HttpInput input = input();
        return input.isFinished() || (input.available() == 0 && input.hasContent());
    }

    /** Whether a read would give bytes, the end or a failure at once. */
    private boolean isThere() {
        HttpInput input = input();
        return input.available() > 0 || input.hasContent();
    }

    /**
     * The container's own stream. The servlet API has no question for what is there without waiting, and opening its stream is
     * what tells a waiting client to go on.
     */
    HttpInput input() {
        return ServletContextRequest.getServletContextRequest(request).getHttpInput();
    }

    @Override
    public void close() {
        UploadSlots.Slot taken = slot;
        if (taken != null) {
            slot = null;
            taken.close();
        }
    }
}
