package io.headroom.server.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The body of a request; read once. The first read lets a client that waits with {@code Expect: 100-continue} go on, so every
 * refusal that can come before it must.
 */
public interface RequestBody {
    /** Content-Length in bytes; -1 when the request has none. */
    long declaredLength();

    /** Whether the request announces a body: a Content-Length over 0, or a transfer coding. */
    boolean isAnnounced();

    /**
     * Reads some bytes into the buffer's remaining room.
     *
     * @return how many; -1 at the end
     * @throws IOException when the client broke off, or sent fewer bytes than it declared
     */
    int read(ByteBuffer into) throws IOException;

    /** For parsers; the same bytes as {@link #read}. The container closes it. */
    InputStream stream() throws IOException;
}
