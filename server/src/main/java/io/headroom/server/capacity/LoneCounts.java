package io.headroom.server.capacity;

import java.time.Clock;
import java.util.List;

/** Counts where nobody else changes anything: what a walk found holds as it ends. Thread-safe. */
final class LoneCounts implements CountTurns {
    private static final int ATTEMPTS = 20;

    private final Clock clock;

    LoneCounts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public int attempts() {
        return ATTEMPTS;
    }

    @Override
    public List<Account> begin(List<Account> accounts) {
        return accounts;
    }

    @Override
    public boolean count(UsageCount count) {
        return count.run((account, bytes, entries) -> account.countEnds(bytes, entries, clock.instant()));
    }

    @Override
    public void end(List<Account> accounts, boolean done) {
        // Nobody waits for it.
    }
}
