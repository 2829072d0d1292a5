package io.headroom.conformance.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What a request carries. Each implementation gives the same bytes whenever it is asked. */
public interface Content {
    /** Bytes. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    static Content nothing() {
        return of(new byte[0]);
    }

    /** In UTF-8. */
    static Content text(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    /**
     * Noise: a store that compresses or shares equal blocks can't take it for less than it is.
     *
     * @param length bytes
     * @param seed equal seeds give equal bytes
     */
    static Content noise(long length, long seed) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                SplittableRandom random = new SplittableRandom(seed);
                byte[] block = new byte[64 * 1024];
                for (long left = length; left > 0; left -= block.length) {
                    random.nextBytes(block);
                    out.write(block, 0, (int) Math.min(left, block.length));
                }
            }
        };
    }
}
