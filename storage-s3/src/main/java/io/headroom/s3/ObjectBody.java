package io.headroom.s3;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bytes to send, out of a buffer that stays as it is meanwhile: they are read once to be signed, and again for each try. */
final class ObjectBody {
    static final ObjectBody EMPTY = new ObjectBody(new byte[0], 0);

    private final byte[] buffer;
    private final int length;

    /**
     * @param buffer is not copied
     * @param length how many bytes of it, from its beginning
     */
    ObjectBody(byte[] buffer, int length) {
        this.buffer = buffer;
        this.length = length;
    }

    static ObjectBody of(byte[] bytes) {
        return new ObjectBody(bytes, bytes.length);
    }

    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    RequestBody request(String contentType) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(buffer, 0, length), length, contentType);
    }
}
