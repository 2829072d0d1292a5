package io.headroom.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A body as a stream, for parsers; the same bytes under the same rules. For one thread. */
final class MeteredStream extends InputStream {
    private final ServletBody body;

    MeteredStream(ServletBody body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : body.read(ByteBuffer.wrap(into, offset, length));
    }
}
