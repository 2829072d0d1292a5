package io.headroom.server.account;

import io.headroom.server.failure.RequestRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes of passwords: argon2id for new ones, bcrypt is understood too. A hash takes 19 MiB and some tens of milliseconds on
 * purpose, so only a few are worked out at once. Thread-safe.
 */
public final class PasswordHashes {
    // The least that OWASP's cheat sheet on password storage takes for good.
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, ITERATIONS);
    private final PasswordEncoder bcrypt = new BCryptPasswordEncoder();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final String nobodys = argon2.encode("nobody has this password");

    /** Whether a text is a hash of a kind that is understood. */
    public static boolean isKnown(String hash) {
        return hash.startsWith("$argon2id$") || hash.matches("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    }

    /** With a salt of its own. */
    public String hash(String password) {
        return argon2.encode(password);
    }

    /**
     * Takes the same time for a right and a wrong password.
     *
     * @throws RequestRefusedException 503 when too many are asked for at once
     */
    public boolean matches(String password, String hash) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return (hash.startsWith("$argon2") ? argon2 : bcrypt).matches(password, hash);
        } finally {
            turns.release();
        }
    }

    /** Takes the time of a wrong password, so that nobody learns from it which accounts there are. */
    public void matchNobody(String password) {
        matches(password, nobodys);
    }

    private static RequestRefusedException busy() {
        return new RequestRefusedException(
                503, "Too many people log in at this moment. Try again.", Map.of("Retry-After", "5"));
    }
}
