package io.headroom.server.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were right a short while ago, so that the slow hash isn't worked out for each request. Kept as keyed hashes under
 * a key that this process alone knows. Holds for one version of the candidate, so another password of the account ends it. Thread-safe.
 */
public final class VerifiedLogins {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Mac mac;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ByteBuffer, Verified> entries;

    private record Verified(String version, Identity identity, Instant end) {}

    /** @param most entries that are kept; the one that was used least lately goes first */
    public VerifiedLogins(int most, Clock clock) {
        this.clock = clock;
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has " + ALGORITHM, e);
        }
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
                return size() > most;
            }
        };
    }

    /** Who it was; empty when nobody, or too long ago. */
    public Optional<Identity> find(String name, String version, String password) {
        ByteBuffer key = key(name, password);
        lock.lock();
        try {
            Verified known = entries.get(key);
            if (known == null) {
                return Optional.empty();
            }
            if (!known.version().equals(version) || !clock.instant().isBefore(known.end())) {
                entries.remove(key);
                return Optional.empty();
            }
            return Optional.of(known.identity());
        } finally {
            lock.unlock();
        }
    }

    public void add(String name, String version, String password, Identity identity) {
        add(name, version, password, identity, Instant.MAX);
    }

    /** @param latest when it must be looked at anew, if that comes first */
    public void add(String name, String version, String password, Identity identity, Instant latest) {
        ByteBuffer key = key(name, password);
        lock.lock();
        try {
            Instant end = clock.instant().plus(LIFE);
            entries.put(key, new Verified(version, identity, latest.isBefore(end) ? latest : end));
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer key(String... parts) {
        try {
            Mac own = (Mac) mac.clone();
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                own.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                own.update(bytes);
            }
            return ByteBuffer.wrap(own.doFinal());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
