package io.headroom.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object on its way in. For one thread; closed by whoever asked for it. Closing before the end breaks the connection instead of
 * reading the rest.
 */
final class ObjectStream implements AutoCloseable {
    private final StoredObject object;
    private final ResponseInputStream<GetObjectResponse> stream;
    private boolean ended;

    ObjectStream(StoredObject object, ResponseInputStream<GetObjectResponse> stream) {
        this.object = object;
        this.stream = stream;
    }

    /** The whole object, also when only a range of it comes. */
    StoredObject object() {
        return object;
    }

    /** How many bytes come. */
    long length() {
        return stream.response().contentLength();
    }

    /**
     * As {@link InputStream#read(byte[], int, int)}.
     *
     * @throws IOException when the connection breaks
     */
    int read(byte[] buffer, int offset, int length) throws IOException {
        int read = stream.read(buffer, offset, length);
        ended |= read < 0;
        return read;
    }

    /**
     * Fills the whole buffer, and takes note when that was all.
     *
     * @throws IOException when the connection breaks, or ends too early
     */
    void readFully(byte[] buffer) throws IOException {
        for (int filled = 0; filled < buffer.length; ) {
            int read = read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("the object ended too early");
            }
            filled += read;
        }
        if (buffer.length == length()) {
            end();
        }
    }

    /** To be called after the last byte that was promised: so the connection can be used again. */
    void end() throws IOException {
        if (!ended && stream.read() >= 0) {
            throw new IOException("more bytes than the store promised");
        }
        ended = true;
    }

    @Override
    public void close() {
        if (!ended) {
            stream.abort();
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            stream.abort();
        }
    }
}
