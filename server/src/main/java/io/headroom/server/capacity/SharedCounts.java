package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.LeaseRow;
import io.headroom.server.escrow.NodeCounts;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts where other nodes write as well. One node counts a root. Its own changes it knows from the walk; of the others it asks at
 * the beginning and at the end of a walk how many changes they have made. If they made none, what was found holds; else nobody can
 * say whether the walk saw them, and it begins again, a few times at once and then in the next quiet minute. Thread-safe.
 */
final class SharedCounts implements CountTurns {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCounts.class);
    private static final int ATTEMPTS = 3;
    private static final long AFTER_FAILURE = Duration.ofMinutes(1).toNanos();
    /** More than a lease, so that a dead node ends a wait by being found dead. */
    private static final int MOST_PAUSES = 1_000;

    private record Found(Amount amount, Amount total) {}

    private final NodeCounts counts;
    private final LeaseKeeper leases;
    private final Sharing sharing;
    private final Map<ResourcePath, Long> failedAt = new ConcurrentHashMap<>();

    SharedCounts(NodeCounts counts, LeaseKeeper leases, Sharing sharing) {
        this.counts = counts;
        this.leases = leases;
        this.sharing = sharing;
    }

    /** Whether a count of this account did not fail here a short while ago. */
    boolean isDue(Account account) {
        Long failed = failedAt.get(account.root());
        return failed == null || sharing.nanoTime().getAsLong() - failed > AFTER_FAILURE;
    }

    @Override
    public int attempts() {
        return ATTEMPTS;
    }

    @Override
    public List<Account> begin(List<Account> accounts) {
        return accounts.stream().filter(account -> counts.begin(account.root())).toList();
    }

    @Override
    public boolean count(UsageCount count) {
        Map<Account, Map<String, LeaseRow.Standing>> before = new HashMap<>();
        Map<Account, Long> rounds = new HashMap<>();
        if (!ask(count, rounds, before)) {
            return false;
        }
        Map<Account, Found> found = new HashMap<>();
        if (!count.run((account, bytes, entries) ->
                found.put(account, new Found(new Amount(bytes, entries), account.total())))) {
            return false;
        }
        if (!ask(count, rounds, new HashMap<>())) {
            return false;
        }
        boolean all = true;
        for (Map.Entry<Account, Found> each : found.entrySet()) {
            Account account = each.getKey();
            all &= counts.end(
                    account.root(),
                    rounds.getOrDefault(account, 0L),
                    before.getOrDefault(account, Map.of()),
                    each.getValue().amount(),
                    each.getValue().total());
        }
        leases.tick();
        return all;
    }

    /** Waits until every other node has said where it stands. */
    private boolean ask(
            UsageCount count, Map<Account, Long> rounds, Map<Account, Map<String, LeaseRow.Standing>> standings) {
        for (Account account : count.accounts()) {
            OptionalLong round = counts.nextRound(account.root());
            if (round.isEmpty()) {
                return false;
            }
            rounds.put(account, round.getAsLong());
        }
        for (Map.Entry<Account, Long> each : rounds.entrySet()) {
            Optional<Map<String, LeaseRow.Standing>> all = await(each.getKey().root(), each.getValue());
            if (all.isEmpty()) {
                return false;
            }
            standings.put(each.getKey(), all.get());
        }
        return true;
    }

    private Optional<Map<String, LeaseRow.Standing>> await(ResourcePath root, long round) {
        Optional<Map<String, LeaseRow.Standing>> standings = counts.standings(root, round);
        for (int i = 0; standings.isEmpty() && i < MOST_PAUSES; i++) {
            if (Thread.currentThread().isInterrupted()) {
                return standings;
            }
            sharing.pause().run();
            standings = counts.standings(root, round);
        }
        return standings;
    }

    @Override
    public void end(List<Account> accounts, boolean done) {
        for (Account account : accounts) {
            if (done) {
                failedAt.remove(account.root());
                continue;
            }
            failedAt.put(account.root(), sharing.nanoTime().getAsLong());
            try {
                counts.drop(account.root());
            } catch (StorageException e) {
                LOG.warn("The other nodes could not be told that {} is not being counted.", account.root(), e);
            }
        }
    }
}
