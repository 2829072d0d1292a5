package io.headroom.s3;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Bytes to send, out of a buffer that stays as it is meanwhile: they are read once to be signed, and again for each try.
 *
 * @param buffer is not copied
 * @param length how many bytes of it, from its beginning
 */
record ObjectBody(byte[] buffer, int length) {
    static final ObjectBody EMPTY = new ObjectBody(new byte[0], 0);

    static ObjectBody of(byte[] bytes) {
        return new ObjectBody(bytes, bytes.length);
    }

    RequestBody request(String contentType) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, length), length, contentType);
    }
}
