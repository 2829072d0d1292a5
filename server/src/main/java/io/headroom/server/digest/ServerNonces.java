package io.headroom.server.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes nonces and knows them again by a key of its own: one that nobody used costs no memory. Of those that a right proof came with,
 * the counts are kept, so that nothing a listener heard can be sent again. They are bounded: when there are too many, the ones that were
 * made first are no longer good, and their clients get new ones. Thread-safe.
 */
public final class ServerNonces {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int RANDOM_BYTES = 8;
    private static final int PROOF_BYTES = 16;
    private static final int BYTES = Long.BYTES + RANDOM_BYTES + PROOF_BYTES;
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final int most;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Mac mac;
    private final ReentrantLock lock = new ReentrantLock();
    /** Those used lately at the end. */
    private final Map<String, Used> used = new LinkedHashMap<>(16, 0.75f, true);
    /** Whatever was made by then and is not among {@link #used} may have been, and was dropped. */
    private long forgotten = Long.MIN_VALUE;

    private record Used(String name, long made, SeenCounts counts) {}

    /** @param most how many are kept of those that were used */
    public ServerNonces(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has " + ALGORITHM, e);
        }
    }

    String next() {
        byte[] chance = new byte[RANDOM_BYTES];
        random.nextBytes(chance);
        ByteBuffer nonce = ByteBuffer.allocate(BYTES);
        nonce.putLong(clock.millis()).put(chance);
        nonce.put(proof(nonce.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    /** Whether a right proof of this name came with this nonce, and it is still good. */
    boolean isKnown(String nonce, String name) {
        if (made(nonce).isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            Used before = used.get(nonce);
            return before != null && before.name().equals(name);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that a right proof came. False when the nonce is not ours, too old, or came with this count before: a client that can
     * prove it again with a new one may go on.
     */
    boolean use(String nonce, String name, long count) {
        Optional<Long> made = made(nonce);
        if (made.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            Used before = used.get(nonce);
            if (before != null) {
                return before.counts().add(count);
            }
            if (made.get() <= forgotten) {
                return false;
            }
            Used first = new Used(name, made.get(), new SeenCounts());
            used.put(nonce, first);
            drop();
            return first.counts().add(count);
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        if (used.size() > most) {
            Iterator<Used> eldest = used.values().iterator();
            forgotten = Math.max(forgotten, eldest.next().made());
            eldest.remove();
        }
    }

    /** When it was made, in milliseconds; empty when it is not ours or too old. */
    private Optional<Long> made(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES
                || !MessageDigest.isEqual(proof(bytes), Arrays.copyOfRange(bytes, BYTES - PROOF_BYTES, BYTES))) {
            return Optional.empty();
        }
        long made = ByteBuffer.wrap(bytes).getLong();
        return clock.millis() - made < LIFE.toMillis() ? Optional.of(made) : Optional.empty();
    }

    private byte[] proof(byte[] nonce) {
        try {
            Mac own = (Mac) mac.clone();
            own.update(nonce, 0, BYTES - PROOF_BYTES);
            return Arrays.copyOf(own.doFinal(), PROOF_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
