package io.headroom.server.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer. Fetched when the first token comes, again when they are old, and when a token names a key that is not among them:
 * the issuer may have a new one. One request at a time fetches, and not too often. While the issuer does not answer, those that are known
 * go on. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    static final Duration OLD = Duration.ofMinutes(15);

    /** After an answer: a stranger's key is no reason to ask at each token. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More would keep threads from other requests. */
    private static final int WAITING = 16;

    /** How keys are asked for. */
    @FunctionalInterface
    interface Source {
        JWKSet keys() throws IOException;
    }

    /** What one answer said. Another one is another, whatever it says. */
    private static final class Known {
        private final JWKSet keys;
        private final Instant since;

        Known(JWKSet keys, Instant since) {
            this.keys = keys;
            this.since = since;
        }
    }

    private final Source source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Known known;
    private volatile Instant pauseEnd = Instant.MIN;
    private volatile boolean silent;

    IssuerKeys(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** @throws RequestRefusedException 503 when it can't be said now */
    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) {
        Known now = known;
        if (now == null) {
            return selector.select(fetched(null).keys);
        }
        if (!clock.instant().isBefore(now.since.plus(OLD))) {
            now = refreshed(now);
        }
        List<JWK> found = selector.select(now.keys);
        return found.isEmpty() ? selector.select(fetched(now).keys) : found;
    }

    /** New ones, if this is the one to fetch them; whoever comes meanwhile goes on with the old ones. */
    private Known refreshed(Known old) {
        if (!fetching.tryLock()) {
            return old;
        }
        try {
            if (known == old && !isPausing()) {
                fetch();
            }
            Known now = known;
            return now == null ? old : now;
        } finally {
            fetching.unlock();
        }
    }

    /**
     * Newer ones than those that did not do.
     *
     * @throws RequestRefusedException 503 when the issuer can't be asked
     */
    private Known fetched(@Nullable Known old) {
        if (fetching.getQueueLength() >= WAITING) {
            throw unavailable();
        }
        try {
            if (!fetching.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
        try {
            if (known == old && !isPausing()) {
                fetch();
            }
            Known now = known;
            if (now == null || (now == old && silent)) {
                throw unavailable();
            }
            return now;
        } finally {
            fetching.unlock();
        }
    }

    private boolean isPausing() {
        return clock.instant().isBefore(pauseEnd);
    }

    /** Only with the lock. */
    private void fetch() {
        try {
            known = new Known(source.keys(), clock.instant());
            pauseEnd = clock.instant().plus(PAUSE);
            if (silent) {
                LOG.info("The issuer of tokens answers again.");
            }
            silent = false;
        } catch (IOException e) {
            pauseEnd = clock.instant().plus(PAUSE_AFTER_FAILURE);
            if (silent) {
                LOG.debug("The issuer of tokens can't be asked: {}", e.getMessage());
            } else {
                LOG.error("The issuer of tokens can't be asked for its keys: {}", e.getMessage());
            }
            silent = true;
        }
    }

    private static RequestRefusedException unavailable() {
        return new RequestRefusedException(
                503,
                "The issuer of tokens can't be asked now. Try again.",
                Map.of("Retry-After", Long.toString(PAUSE_AFTER_FAILURE.toSeconds())));
    }
}
