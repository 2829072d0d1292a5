package io.headroom.server.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Slows those down who guess passwords: by account and address together, and by address alone. So nobody at one address keeps
 * the owner of an account out at another. The pause doubles with each failure. Thread-safe.
 */
final class FailedLogins {
    /** Failures that cost nothing: people mistype, and clients try an old password several times. */
    private static final int FREE_FOR_ACCOUNT = 5;

    private static final int FREE_FOR_ADDRESS = 30;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofMinutes(30);

    private record Key(String account, String address) {}

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Failures> failures;

    /** @param most entries that are kept; the eldest goes first */
    FailedLogins(int most, Clock clock) {
        this.clock = clock;
        failures = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
                return size() > most;
            }
        };
    }

    /** How long to wait before the next try; zero when it may come now. */
    Duration pause(String account, String address) {
        lock.lock();
        try {
            Duration ofAccount = pause(failures.get(new Key(account, address)), FREE_FOR_ACCOUNT);
            Duration ofAddress = pause(failures.get(new Key("", address)), FREE_FOR_ADDRESS);
            return ofAccount.compareTo(ofAddress) > 0 ? ofAccount : ofAddress;
        } finally {
            lock.unlock();
        }
    }

    private Duration pause(@Nullable Failures known, int free) {
        if (known == null || known.count() < free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(known.count() - free, 10);
        Duration pause = Duration.ofSeconds(1L << doublings);
        Instant end = known.last().plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void failed(String account, String address) {
        lock.lock();
        try {
            count(new Key(account, address));
            count(new Key("", address));
        } finally {
            lock.unlock();
        }
    }

    private void count(Key key) {
        Instant now = clock.instant();
        Failures old = failures.remove(key);
        int before = old == null || old.last().plus(FORGOTTEN).isBefore(now) ? 0 : old.count();
        failures.put(key, new Failures(before + 1, now));
    }

    /** The right password: its account is free again at this address. */
    void succeeded(String account, String address) {
        lock.lock();
        try {
            failures.remove(new Key(account, address));
        } finally {
            lock.unlock();
        }
    }
}
