package io.headroom.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Names requests: a word of this process and a number. Short, and no two servers give the same. Thread-safe. */
final class RequestIds {
    private static final int WORD_BYTES = 5;

    private final String word;
    private final AtomicLong number = new AtomicLong();

    RequestIds() {
        byte[] bytes = new byte[WORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        word = HexFormat.of().formatHex(bytes) + "-";
    }

    String next() {
        return word + number.incrementAndGet();
    }
}
