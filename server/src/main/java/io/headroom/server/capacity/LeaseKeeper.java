package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.Claim;
import io.headroom.server.escrow.Grant;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.server.escrow.RootRow;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the accounts of this node and the shared ledger together: takes room for those who wait, tells what changed, answers the
 * other nodes, renews the leases. Requests that need room at the same time share one round. Thread-safe.
 *
 * <p>One round at a time is on its way, outside the locks of the accounts: who finds room here does not wait for it.
 */
final class LeaseKeeper implements Lender, CapacityLedger.Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** So often a request pauses while other nodes are asked. */
    private static final int MOST_PAUSES = 40;
    /** Against others who are always faster. */
    private static final int MOST_ROUNDS = 400;
    /** Transactions of other nodes show so much later than their time at most, in milliseconds; nearly all sooner. */
    private static final long LATE = 60_000;

    private static final long SELDOM_LATE = 2_000;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NodeLedger ledger;
    private final Accounts accounts;
    private final LeaseTerm term;
    private final Sharing sharing;
    private final Duration recountEvery;
    private final Set<Account> hungry = ConcurrentHashMap.newKeySet();
    private final LeaseTimer timer;
    /** Held while the ledger is asked; guards the next four. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile long seen;
    private int nodes = 1;
    private long toldAt;
    private long lookedAt;
    private @Nullable RuntimeException failure;
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Consumer<Collection<Account>> counts;
    private final SharedChanges changes;

    /** @param recountEvery zero for never */
    LeaseKeeper(NodeLedger ledger, Accounts accounts, Sharing sharing, Duration recountEvery) {
        this.recountEvery = recountEvery;
        this.ledger = ledger;
        this.accounts = accounts;
        this.sharing = sharing;
        this.changes = new SharedChanges(accounts, this::requireCurrent);
        this.term = new LeaseTerm(sharing.nanoTime(), sharing.lease());
        this.timer = new LeaseTimer(this::tick);
    }

    /** The changes of this node: none is made when its leases are over. */
    SharedChanges changes() {
        return changes;
    }

    /**
     * Takes part from here on.
     *
     * @param configured the quotas of this node's settings
     */
    void join(Map<ResourcePath, QuotaLimit> configured) {
        Map<ResourcePath, Amount> limits = new HashMap<>();
        configured.forEach((root, limit) -> limits.put(root, limit.amount()));
        turn.lock();
        try {
            long asked = term.now();
            NodeLedger.News news = sharing.serves() ? ledger.join(limits) : ledger.visit();
            term.renewed(asked);
            hear(news);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Begins to look at what the others do.
     *
     * @param wanted counts accounts
     */
    void start(Consumer<Collection<Account>> wanted) {
        counts = wanted;
        if (!sharing.tick().isZero()) {
            timer.start(sharing.tick());
        }
    }

    @Override
    public boolean obtain(Account account, long bytes, long entries, boolean patient) {
        // One byte must be left even for something empty.
        Need need = new Need(new Amount(Math.max(1, bytes), entries), patient);
        Answer answer = ask(account, need, () -> account.reserveNow(bytes, entries));
        if (answer == Answer.UNKNOWN && account.figures().shortage(Math.max(1, bytes), entries, 0, 0) == null) {
            // The room is there, but a node that holds it does not answer; it comes back by itself.
            throw new UnavailableException(account.root(), RETRY_AFTER, null);
        }
        return answer == Answer.GOT;
    }

    @Override
    public void recover(Account account) {
        if (ask(account, new Need(Amount.NONE, true), account::isCoveredNow) == Answer.UNKNOWN) {
            throw new UnavailableException(account.root(), RETRY_AFTER, null);
        }
    }

    private enum Answer {
        GOT,
        NONE_LEFT,
        UNKNOWN
    }

    private Answer ask(Account account, Need need, BooleanSupplier got) {
        long before = failures.get();
        account.add(need);
        hungry.add(account);
        try {
            int pauses = 0;
            for (int rounds = 0; rounds < MOST_ROUNDS && pauses <= MOST_PAUSES; rounds++) {
                serve(account, need, before);
                if (got.getAsBoolean()) {
                    return Answer.GOT;
                }
                if (isGone(account) || account.isHopeless(need)) {
                    return Answer.NONE_LEFT;
                }
                if (account.isRefused(need)) {
                    pauses++;
                    sharing.pause().run();
                }
            }
            return Answer.UNKNOWN;
        } finally {
            account.remove(need);
            if (!account.hasNeeds()) {
                hungry.remove(account);
            }
        }
    }

    private boolean isGone(Account account) {
        return accounts.find(account.root()) != account;
    }

    private void serve(Account account, Need need, long failuresBefore) {
        turn.lock();
        try {
            if (account.takeServed(need)) {
                return;
            }
            if (failures.get() != failuresBefore) {
                // Somebody else has just waited for that in vain.
                throw new UnavailableException(account.root(), RETRY_AFTER, failure);
            }
            Set<Account> some = new LinkedHashSet<>(hungry);
            some.add(account);
            round(some);
            account.takeServed(need);
        } finally {
            turn.unlock();
        }
    }

    /** @throws UnavailableException when the leases are over and the ledger can't be reached */
    private void requireCurrent(ResourcePath path) {
        if (term.isValid()) {
            return;
        }
        turn.lock();
        try {
            if (!term.isValid()) {
                // Every account hears what became of its lease before anything is used.
                round(accounts.each());
            }
        } catch (UnavailableException e) {
            throw new UnavailableException(path, e.retryAfter(), e);
        } finally {
            turn.unlock();
        }
    }

    /** With the turn held. */
    private void round(Collection<Account> some) {
        if (term.isValid()) {
            long asked = term.now();
            if (isReported(some)) {
                term.renewed(asked);
                return;
            }
        }
        // The others may have taken this node for dead: every account must hear what became of its lease first.
        long asked = term.now();
        isReported(accounts.each());
        term.renewed(asked);
    }

    /** @return whether the leases held until then */
    private boolean isReported(Collection<Account> some) {
        Map<Account, Escrow.Sent> sent = new HashMap<>();
        List<Claim> claims = new ArrayList<>(some.size());
        for (Account account : some) {
            Escrow.Sent each = account.send(changes.isBusy(account.root()), false);
            sent.put(account, each);
            claims.add(each.claim());
        }
        NodeLedger.Report report;
        try {
            report = ledger.report(claims, nodes);
        } catch (RuntimeException e) {
            failure = e;
            failures.incrementAndGet();
            throw e;
        }
        sent.forEach((account, each) -> {
            Grant grant = report.grants().get(account.root());
            if (grant != null) {
                account.granted(each, grant, Quota.of(grant.root()));
            } else if (!isGone(account)) {
                accounts.remove(account.root());
            }
        });
        return report.inTime();
    }

    /** Looks at what others did, and tells what they should know. */
    @Override
    public void tick() {
        turn.lock();
        try {
            boolean all = term.now() - lookedAt >= LOOK_NANOS;
            NodeLedger.News news = ledger.look(seen - (all ? LATE : SELDOM_LATE));
            if (all) {
                lookedAt = term.now();
            }
            hear(news);
            if (news.expired()) {
                ledger.collect();
            }
            tell();
        } catch (RuntimeException e) {
            failure = e;
            failures.incrementAndGet();
            throw e;
        } finally {
            turn.unlock();
        }
        count();
    }

    private void hear(NodeLedger.News news) {
        seen = news.now();
        nodes = news.nodes();
        for (RootRow row : news.roots()) {
            Account account = accounts.find(row.root());
            if (row.removed()) {
                if (account != null) {
                    accounts.remove(row.root());
                }
            } else if (account == null) {
                accounts.put(new Account(Quota.of(row), new Escrow(row, term, news.now()), this));
            } else {
                account.seen(row, Quota.of(row));
            }
        }
    }

    private void tell() {
        boolean all = term.now() - toldAt >= TELL_NANOS;
        List<Account> due = accounts.each().stream()
                .filter(account -> account.isAwaited() || (all && account.isUntold()))
                .toList();
        if (all) {
            toldAt = term.now();
        }
        if (!due.isEmpty() || term.isToBeRenewed()) {
            round(due);
        }
    }

    /** What is wanted by anybody is counted by whoever is there first. */
    private void count() {
        Consumer<Collection<Account>> counter = counts;
        if (counter == null) {
            return;
        }
        List<Account> wanted = new ArrayList<>();
        for (Account account : accounts.each()) {
            RootRow.Count count = account.view().count();
            if (count.counter().isEmpty() && (count.wanted() || isOld(count))) {
                if (!count.wanted()) {
                    ledger.counts().want(account.root());
                }
                wanted.add(account);
            }
        }
        if (!wanted.isEmpty()) {
            counter.accept(wanted);
        }
    }

    private boolean isOld(RootRow.Count count) {
        return !recountEvery.isZero() && seen - count.finishedAt() > recountEvery.toMillis();
    }

    /** Gives everything back. */
    @Override
    public void close() {
        timer.close();
        turn.lock();
        try {
            List<Claim> claims = accounts.each().stream()
                    .map(account -> account.send(false, true).claim())
                    .toList();
            ledger.leave(claims);
        } catch (StorageException e) {
            LOG.warn("The other nodes could not be told that this one stops; they will notice when its leases end.", e);
        } finally {
            turn.unlock();
        }
    }
}
