package io.headroom.server.capacity;

import io.headroom.server.namespace.TreeOrder;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One walk that counts anew what some accounts hold, while writes go on. A change in a directory that was listed already is
 * added to what was found there; a change in one that is still to come is seen when its turn comes. A tree that is renamed or
 * replaced meanwhile spoils the count, which then has to begin again; while one changes member by member, none begins.
 *
 * <p>{@link #run} is for one thread; the others may report changes at any time.
 */
final class UsageCount {
    private static final class Sum {
        private long bytes;
        private long entries;
    }

    /** Takes what was found; nothing changes meanwhile. */
    @FunctionalInterface
    interface Result {
        void found(Account account, long bytes, long entries);
    }

    private final Storage storage;
    private final ChangeGate gate;
    private final ResourcePath top;
    private final Map<Account, Sum> sums = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    /** The last directory that was listed; guarded by the lock, as the next three. */
    private @Nullable ResourcePath last;

    private final Set<ResourcePath> madeMeanwhile = new HashSet<>();
    private final Map<Account, Sum> corrections = new HashMap<>();
    private boolean spoilt;

    /**
     * @param top where the walk begins
     * @param accounts with their roots at the top or below
     */
    UsageCount(Storage storage, ChangeGate gate, ResourcePath top, Collection<Account> accounts) {
        this.storage = storage;
        this.gate = gate;
        this.top = top;
        accounts.forEach(account -> {
            sums.put(account, new Sum());
            corrections.put(account, new Sum());
        });
    }

    Collection<Account> accounts() {
        return sums.keySet();
    }

    /**
     * Walks, and says what was found.
     *
     * @return false when the count was spoilt: then nothing is said
     * @throws io.headroom.spi.error.StorageException when a directory can't be read, or a tree was cut short: likewise
     */
    boolean run(Result result) {
        gate.awaitTrees();
        // What is copied twice or not at all in the middle of a tree would be found so, and stay in the figures.
        storage.requireSettled(top);
        walk(top);
        gate.closeAll();
        try {
            if (isSpoilt() || gate.anyTree()) {
                return false;
            }
            sums.forEach((account, sum) -> {
                Sum correction = corrections.get(account);
                result.found(
                        account,
                        sum.bytes + (correction == null ? 0 : correction.bytes),
                        sum.entries + (correction == null ? 0 : correction.entries));
            });
            return true;
        } finally {
            gate.open();
        }
    }

    private void walk(ResourcePath directory) {
        if (isSpoilt() || Thread.currentThread().isInterrupted()) {
            spoil();
            return;
        }
        for (ResourcePath below : list(directory)) {
            walk(below);
        }
    }

    /** @return the collections directly inside, in the order of the walk */
    private Collection<ResourcePath> list(ResourcePath directory) {
        Set<ResourcePath> collections = new TreeSet<>(TreeOrder.INSTANCE);
        List<Sum> concerned = new ArrayList<>();
        sums.forEach((account, sum) -> {
            if (directory.startsWith(account.root())) {
                concerned.add(sum);
            }
        });
        gate.close(directory);
        if (isMadeMeanwhile(directory)) {
            // What was there when its parent was listed has gone; all that is in the new one was reported.
            gate.open();
            return collections;
        }
        try (Stream<Resource> members = storage.list(directory)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                Resource member = each.next();
                long bytes = member instanceof FileResource file ? file.size() : 0;
                for (Sum sum : concerned) {
                    sum.bytes += bytes;
                    sum.entries++;
                }
                if (member instanceof CollectionResource) {
                    collections.add(member.path());
                }
            }
        } catch (NotFoundException gone) {
            // Removed since its parent was listed, or a quota on what doesn't exist yet: nothing is in it.
            collections.clear();
        } catch (WrongKindException file) {
            countFile(directory);
        } finally {
            passed(directory);
            gate.open();
        }
        return collections;
    }

    /** A quota whose root is a file: it counts against its own limit. */
    private void countFile(ResourcePath path) {
        if (storage.find(path).orElse(null) instanceof FileResource file) {
            sums.forEach((account, sum) -> {
                if (account.root().equals(path)) {
                    sum.bytes += file.size();
                }
            });
        }
    }

    private boolean isMadeMeanwhile(ResourcePath directory) {
        lock.lock();
        try {
            return madeMeanwhile.contains(directory);
        } finally {
            lock.unlock();
        }
    }

    private void passed(ResourcePath directory) {
        lock.lock();
        try {
            last = directory;
        } finally {
            lock.unlock();
        }
    }

    private boolean isSpoilt() {
        lock.lock();
        try {
            return spoilt;
        } finally {
            lock.unlock();
        }
    }

    /** The tree was turned round, or the server stops: what was found is of no use. */
    void spoil() {
        lock.lock();
        try {
            spoilt = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Something changed directly in a collection; to be called while the change holds its pass.
     *
     * @param path what was written or removed
     */
    void changed(ResourcePath path, long bytes, long entries, boolean newCollection) {
        if (!path.startsWith(top)) {
            return;
        }
        if (path.equals(top)) {
            spoil();
            return;
        }
        lock.lock();
        try {
            if (!isPassed(path.parent())) {
                return;
            }
            if (newCollection) {
                madeMeanwhile.add(path);
            }
            corrections.forEach((account, sum) -> {
                if (path.startsWith(account.root())) {
                    sum.bytes += bytes;
                    sum.entries += path.equals(account.root()) ? 0 : entries;
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Whether the walk will not come to a directory any more. */
    private boolean isPassed(ResourcePath directory) {
        ResourcePath reached = last;
        if (reached == null) {
            return false;
        }
        if (TreeOrder.INSTANCE.compare(directory, reached) <= 0) {
            return true;
        }
        for (ResourcePath at = directory; !madeMeanwhile.isEmpty() && !at.equals(top); at = at.parent()) {
            if (madeMeanwhile.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
