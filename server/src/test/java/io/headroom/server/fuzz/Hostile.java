package io.headroom.server.fuzz;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What strangers send must end in a value or in a refusal, never in anything else. */
final class Hostile {
    private Hostile() {}

    /** Reads something. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** @return empty when it was refused, which is the stranger's fault: any other failure is ours */
    static <T> Optional<T> read(Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (RequestRefusedException e) {
            // 502 is for a Destination elsewhere.
            require((e.status() >= 400 && e.status() < 500) || e.status() == 502, "a refusal with " + e.status());
            require(!e.sentence().isBlank(), "a refusal without a word");
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError("all bytes were there", e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void requireSame(Object expected, Object found) {
        require(expected.equals(found), "not the same: " + expected + " and " + found);
    }
}
