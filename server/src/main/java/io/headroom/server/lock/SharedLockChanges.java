package io.headroom.server.lock;

import io.headroom.server.lock.SharedLockStore.Edit;
import io.headroom.server.lock.SharedLockStore.News;
import io.headroom.server.lock.SharedLockStore.State;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one of several servers: the store decides, and memory follows it.
 *
 * <p>Locks end by the store's clock. This server reckons it from its own and the difference that it saw at the last question,
 * always a little late, never early: a lock must not be taken for expired while its holder still counts on it.
 *
 * <p>Thread-safe. Questions never wait; changes of this server, and its reading of others' changes, wait for each other.
 */
final class SharedLockChanges implements LockChanges {
    private final SharedLockStore store;
    private final Clock clock;
    private final LockIndex index;
    private final LockRules rules;

    /** Guards changes of the index and of what follows. */
    private final ReentrantLock changes = new ReentrantLock();

    /** Nobody holds them any more, but the store couldn't be told. */
    private final List<LockToken> leftovers = new ArrayList<>();

    /** All up to here is in the index; written after that. */
    private volatile long version = SharedLockStore.NOTHING;

    /** How far the store's clock is ahead of this server's, or less. */
    private volatile Duration ahead = Duration.ZERO;

    /**
     * Reads all locks.
     *
     * @param index an empty one
     */
    SharedLockChanges(SharedLockStore store, Clock clock, LockLimits limits, LockIndex index) {
        this.store = store;
        this.clock = clock;
        this.index = index;
        this.rules = new LockRules(index, limits);
        bringUpToDate();
    }

    @Override
    public Instant now() {
        return clock.instant().plus(ahead);
    }

    @Override
    public void bringUpToDate() {
        State state = store.state();
        setClock(state.time());
        if (state.version() == version) {
            return;
        }
        changes.lock();
        try {
            learn(store.since(version));
        } finally {
            changes.unlock();
        }
    }

    /** Called after the answer came, so that the way here makes the reckoned clock late and not early. */
    private void setClock(Instant time) {
        ahead = Duration.between(clock.instant(), time);
    }

    private void learn(News news) {
        setClock(news.state().time());
        if (news.whole()) {
            forgetOthersThan(news.present());
        }
        news.present().forEach(this::put);
        news.gone().forEach(this::drop);
        index.removeExpired(now());
        version = news.state().version();
    }

    /** One by one: whoever asks meanwhile must not find an empty index. */
    private void forgetOthersThan(List<Lock> present) {
        Set<LockToken> tokens = new HashSet<>();
        present.forEach(lock -> tokens.add(lock.token()));
        for (Lock known : index.within(ResourcePath.ROOT, Instant.MIN)) {
            if (!tokens.contains(known.token())) {
                index.remove(known);
            }
        }
    }

    private void put(Lock lock) {
        @Nullable Lock known = index.get(lock.token());
        if (known == null) {
            index.add(lock);
        } else {
            index.replace(known, lock);
        }
    }

    private void drop(LockToken token) {
        @Nullable Lock known = index.get(token);
        if (known != null) {
            index.remove(known);
        }
    }

    @Override
    public Lock grant(LockRequest request) {
        return change(() -> {
            Lock lock = rules.granted(request, now());
            return new Decision(lock, new Edit(List.of(lock), List.of(), List.of()));
        });
    }

    @Override
    public Lock refresh(ResourcePath path, Set<LockToken> submitted, String principal, Duration timeout) {
        return change(() -> {
            Lock renewed = rules.refreshable(path, submitted, principal, now()).renewed(timeout, now());
            return new Decision(renewed, new Edit(List.of(), List.of(renewed), List.of()));
        });
    }

    @Override
    public void unlock(ResourcePath path, LockToken token, String principal) {
        change(() -> {
            Lock lock = rules.unlockable(path, token, principal, now());
            return new Decision(lock, new Edit(List.of(), List.of(), List.of(lock.token())));
        });
    }

    /** @param lock that it is about */
    private record Decision(Lock lock, Edit edit) {}

    /** What one of the rules said, whichever way. */
    @FunctionalInterface
    private interface Rule {
        Decision decide();
    }

    /**
     * A rule is asked inside the store's step, when the index knows all that came before. Its refusal is carried out of that
     * step in hand, because an exception would roll back what others write in the same transaction.
     */
    private Lock change(Rule rule) {
        Verdict verdict = new Verdict(rule);
        changes.lock();
        try {
            write(verdict);
        } finally {
            changes.unlock();
        }
        return verdict.result();
    }

    private void write(Function<News, Edit> decide) {
        Edit[] last = {Edit.NONE};
        long written;
        try {
            written = store.change(version, news -> {
                // What is learnt was committed by others, so it stays true if this change is rolled back.
                learn(news);
                last[0] = decide.apply(news);
                return last[0];
            });
        } catch (UnavailableException e) {
            // It may have been written all the same, and then nobody knows the token of the new lock.
            last[0].added().forEach(lock -> leftovers.add(lock.token()));
            throw e;
        }
        last[0].added().forEach(this::put);
        last[0].refreshed().forEach(this::put);
        last[0].removed().forEach(this::drop);
        version = written;
    }

    private static final class Verdict implements Function<News, Edit> {
        private final Rule rule;
        private @Nullable Lock lock;
        private @Nullable RuntimeException refusal;

        Verdict(Rule rule) {
            this.rule = rule;
        }

        @Override
        public Edit apply(News news) {
            try {
                Decision decision = rule.decide();
                lock = decision.lock();
                refusal = null;
                return decision.edit();
            } catch (RuntimeException e) {
                refusal = e;
                return Edit.NONE;
            }
        }

        Lock result() {
            if (refusal != null) {
                throw refusal;
            }
            if (lock == null) {
                throw new IllegalStateException("the store did not ask for a decision");
            }
            return lock;
        }
    }

    @Override
    public void forget(Collection<Lock> locks) {
        List<LockToken> tokens = locks.stream().map(Lock::token).toList();
        if (tokens.isEmpty()) {
            return;
        }
        changes.lock();
        try {
            remove(tokens);
        } catch (StorageException e) {
            // Their resources are gone. What still covers nothing is removed at the next sweep, and ends by itself.
            leftovers.addAll(tokens);
            throw e;
        } finally {
            changes.unlock();
        }
    }

    private void remove(List<LockToken> tokens) {
        write(news -> new Edit(List.of(), List.of(), tokens));
    }

    @Override
    public void sweep() {
        changes.lock();
        try {
            index.removeExpired(now());
            if (!leftovers.isEmpty()) {
                remove(List.copyOf(leftovers));
                leftovers.clear();
            }
        } finally {
            changes.unlock();
        }
        store.sweep();
    }
}
