package io.headroom.server.form;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a form. Keeps in mind how the client's end failed, for the parser makes a broken form of it. For one thread;
 * closes nothing.
 */
final class ClientStream extends InputStream {
    private final InputStream body;
    private @Nullable IOException failure;

    ClientStream(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (failure != null) {
            // The parser tries again while it tidies up, and must not get the same failure twice.
            return -1;
        }
        try {
            return body.read(into, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Fails again if it failed before. */
    void requireWhole() throws IOException {
        IOException known = failure;
        if (known != null) {
            throw known;
        }
    }
}
