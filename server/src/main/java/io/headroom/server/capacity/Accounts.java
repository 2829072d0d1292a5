package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts by path. Thread-safe: readers see one state or the next, writers come one at a time.
 *
 * <p>Looking up is on the way of every write, so it costs one look for each level of the path, and nothing while there is no
 * quota.
 */
final class Accounts implements RoomRegions {
    private volatile Map<ResourcePath, Account> byRoot = Map.of();

    boolean isEmpty() {
        return byRoot.isEmpty();
    }

    /** The accounts whose limit holds at a path, the innermost first. */
    List<Account> covering(ResourcePath path) {
        Map<ResourcePath, Account> known = byRoot;
        if (known.isEmpty()) {
            return List.of();
        }
        List<Account> covering = new ArrayList<>(2);
        ResourcePath at = path;
        while (true) {
            Account account = known.get(at);
            if (account != null) {
                covering.add(account);
            }
            if (at.isRoot()) {
                return covering;
            }
            at = at.parent();
        }
    }

    @Nullable
    Account find(ResourcePath root) {
        return byRoot.get(root);
    }

    /** Whether any account stands at the path or below it. Looks at all of them: for whole trees only. */
    boolean anyWithin(ResourcePath tree) {
        return byRoot.keySet().stream().anyMatch(root -> root.startsWith(tree));
    }

    @Override
    public ResourcePath of(ResourcePath path) {
        Map<ResourcePath, Account> known = byRoot;
        if (known.isEmpty()) {
            return ResourcePath.ROOT;
        }
        ResourcePath at = path;
        while (!at.isRoot() && !known.containsKey(at)) {
            at = at.parent();
        }
        return at;
    }

    /** In any order, for those who look at all of them often. */
    Collection<Account> each() {
        return byRoot.values();
    }

    /** Those that a change at a path may concern: also those below it, if it is a tree. Looks at all of them. */
    List<Account> concerned(ResourcePath path) {
        return byRoot.values().stream()
                .filter(account -> account.root().startsWith(path) || path.startsWith(account.root()))
                .toList();
    }

    /** By path. */
    Collection<Account> all() {
        return byRoot.values().stream()
                .sorted(Comparator.comparing(Account::root))
                .toList();
    }

    void put(Account account) {
        Map<ResourcePath, Account> next = new TreeMap<>(byRoot);
        next.put(account.root(), account);
        byRoot = Map.copyOf(next);
    }

    void remove(ResourcePath root) {
        Map<ResourcePath, Account> next = new TreeMap<>(byRoot);
        next.remove(root);
        byRoot = Map.copyOf(next);
    }
}
