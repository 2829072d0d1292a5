package io.headroom.server.lock;

import io.headroom.server.namespace.TreeOrder;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Where locks are found: by token, by the path that they cover, by the tree that they stand in, by the time when they end.
 *
 * <p>Looking up takes no lock and sees each lock as it was before or after a change. Changes come from one thread at a time;
 * {@link LockService} sees to that.
 */
final class LockIndex {
    private static final Comparator<Lock> BY_EXPIRY = Comparator.comparing(Lock::expiresAt)
            .thenComparing(lock -> lock.token().uri());

    private final Map<LockToken, Lock> byToken = new ConcurrentHashMap<>();

    /** The lists are immutable, replaced as a whole, and never empty. */
    private final Map<ResourcePath, List<Lock>> byRoot = new ConcurrentHashMap<>();

    private final NavigableSet<ResourcePath> roots = new ConcurrentSkipListSet<>(TreeOrder.INSTANCE);

    private final NavigableSet<Lock> byExpiry = new TreeSet<>(BY_EXPIRY);
    private final Map<String, Integer> heldBy = new HashMap<>();

    /** Counted apart, because the maps' own counts are a walk. */
    private volatile int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** For the thread that may change. */
    int heldBy(String principal) {
        return heldBy.getOrDefault(principal, 0);
    }

    @Nullable
    Lock get(LockToken token) {
        return byToken.get(token);
    }

    /** Those whose root is exactly there. */
    List<Lock> at(ResourcePath root) {
        return byRoot.getOrDefault(root, List.of());
    }

    /** Unexpired ones that cover the path, the outermost first: as many look-ups as the path has names. */
    List<Lock> covering(ResourcePath path, Instant now) {
        List<Lock> found = new ArrayList<>();
        collectCovering(path, true, now, found);
        return found;
    }

    private void collectCovering(ResourcePath path, boolean itself, Instant now, List<Lock> found) {
        if (!path.isRoot()) {
            collectCovering(path.parent(), false, now, found);
        }
        for (Lock lock : at(path)) {
            if ((itself || lock.infinite()) && !lock.isExpired(now)) {
                found.add(lock);
            }
        }
    }

    /** Unexpired ones rooted at the path or anywhere below it, in tree order. */
    List<Lock> within(ResourcePath path, Instant now) {
        List<Lock> found = new ArrayList<>();
        for (ResourcePath root : roots.tailSet(path, true)) {
            if (!root.startsWith(path)) {
                break;
            }
            for (Lock lock : at(root)) {
                if (!lock.isExpired(now)) {
                    found.add(lock);
                }
            }
        }
        return found;
    }

    void add(Lock lock) {
        byToken.put(lock.token(), lock);
        byRoot.merge(lock.root(), List.of(lock), LockIndex::joined);
        roots.add(lock.root());
        byExpiry.add(lock);
        heldBy.merge(lock.principal(), 1, Integer::sum);
        size = byToken.size();
    }

    private static List<Lock> joined(List<Lock> before, List<Lock> added) {
        List<Lock> all = new ArrayList<>(before);
        all.addAll(added);
        return List.copyOf(all);
    }

    /** Puts the lock in the place of the one with the same token, which must be there. */
    void replace(Lock old, Lock renewed) {
        byToken.put(renewed.token(), renewed);
        byRoot.computeIfPresent(
                old.root(),
                (root, locks) -> locks.stream()
                        .map(lock -> lock.token().equals(old.token()) ? renewed : lock)
                        .toList());
        byExpiry.remove(old);
        byExpiry.add(renewed);
    }

    /** @return whether it was there */
    boolean remove(Lock lock) {
        Lock known = byToken.remove(lock.token());
        if (known == null) {
            return false;
        }
        byExpiry.remove(known);
        heldBy.computeIfPresent(known.principal(), (principal, count) -> count == 1 ? null : count - 1);
        if (byRoot.computeIfPresent(known.root(), (root, locks) -> without(locks, known)) == null) {
            roots.remove(known.root());
        }
        size = byToken.size();
        return true;
    }

    private static @Nullable List<Lock> without(List<Lock> locks, Lock gone) {
        List<Lock> left = locks.stream()
                .filter(lock -> !lock.token().equals(gone.token()))
                .toList();
        return left.isEmpty() ? null : left;
    }

    /** Takes out what has ended; costs nothing when nothing has. */
    List<Lock> removeExpired(Instant now) {
        List<Lock> expired = new ArrayList<>();
        while (!byExpiry.isEmpty() && byExpiry.first().isExpired(now)) {
            Lock lock = byExpiry.first();
            remove(lock);
            expired.add(lock);
        }
        return expired;
    }
}
