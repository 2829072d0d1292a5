package io.headroom.server.account;

import io.headroom.spi.error.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of the database, remembered so that few requests ask it. Once a second one request looks at the state of all accounts, which
 * is one figure; what was read in that state is right as long as the figure is the same. So a change holds after {@link #BOUND} at
 * most, on every server. While the database is away, those who were known go on for {@link #GRACE}. Thread-safe.
 */
public final class CachedAccounts implements LoginSource {
    /** How old the last look at the state may be: a change holds after that. */
    public static final Duration BOUND = Duration.ofSeconds(2);

    /** For how long those who are known may go on when nobody can look. */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /** When the next look is due; until {@link #BOUND} others don't wait for it. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final int MOST_KNOWN = 10_000;
    private static final int MOST_UNKNOWN = 1_000;

    private final AccountStore store;
    private final PasswordHashes hashes;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Remembered> known;
    /** Apart from the others: whoever tries many names must not push out those that there are. */
    private final Map<String, Remembered> unknown;

    private volatile Look last = new Look(Instant.MIN, 0);

    /** @param began when the state was asked for; from then on it may be another */
    private record Look(Instant began, long state) {}

    private record Remembered(long state, Optional<Candidate> candidate) {}

    /** @param store stays open as long as this is used */
    public CachedAccounts(AccountStore store, PasswordHashes hashes, Clock clock) {
        this(store, hashes, clock, MOST_KNOWN, MOST_UNKNOWN);
    }

    /**
     * @param mostKnown accounts that are remembered; the one that was used least lately goes first
     * @param mostUnknown names without an account that are remembered
     */
    CachedAccounts(AccountStore store, PasswordHashes hashes, Clock clock, int mostKnown, int mostUnknown) {
        this.store = store;
        this.hashes = hashes;
        this.clock = clock;
        this.known = bounded(mostKnown);
        this.unknown = bounded(mostUnknown);
    }

    private static Map<String, Remembered> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public Optional<Candidate> find(String name) {
        if (!Account.isName(name)) {
            return Optional.empty();
        }
        try {
            Remembered before = remembered(name, look());
            return before == null ? read(name) : before.candidate();
        } catch (UnavailableException e) {
            Look look = last;
            Remembered before = remembered(name, look);
            if (before == null || !isYounger(look, GRACE)) {
                throw e;
            }
            return before.candidate();
        }
    }

    /** One that is young enough. */
    private Look look() {
        Look before = last;
        if (isYounger(before, BETWEEN_LOOKS)) {
            return before;
        }
        if (looking.tryLock()) {
            try {
                return look(before);
            } finally {
                looking.unlock();
            }
        }
        // Whoever looks may be waiting for a database that is slow: then this request asks for itself.
        return isYounger(before, BOUND) ? before : look(before);
    }

    private Look look(Look before) {
        Look now = new Look(clock.instant(), store.state());
        // Of two that looked at the same time, the slower one may have seen an older state.
        lock.lock();
        try {
            if (before.equals(last)) {
                last = now;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** One in the future, as after the clock was set back, says nothing. */
    private boolean isYounger(Look look, Duration age) {
        Instant now = clock.instant();
        return !look.began().isAfter(now) && now.isBefore(look.began().plus(age));
    }

    /** What still holds, as far as a look can tell. */
    private @Nullable Remembered remembered(String name, Look look) {
        lock.lock();
        try {
            Remembered found = known.get(name);
            if (found == null) {
                found = unknown.get(name);
            }
            return found == null || found.state() != look.state() ? null : found;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Candidate> read(String name) {
        AccountStore.Found found = store.find(name);
        Optional<Candidate> candidate = found.account().map(account -> new StoredCandidate(account, hashes));
        Remembered read = new Remembered(found.state(), candidate);
        lock.lock();
        try {
            known.remove(name);
            unknown.remove(name);
            (candidate.isPresent() ? known : unknown).put(name, read);
        } finally {
            lock.unlock();
        }
        return candidate;
    }
}
