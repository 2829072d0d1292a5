package io.headroom.server.home;

import io.headroom.server.access.HomePattern;
import io.headroom.server.account.Identity;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.Storage;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the home of each user when the user first comes, with its quota. Thread-safe. */
public final class HomeFolders {
    private final Storage storage;
    private final TreeExclusion exclusion;
    private final Quotas quotas;
    private final HomePattern pattern;
    private final Optional<QuotaLimit> limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param storage with all its layers: a home takes room like any folder
     * @param limit for homes that are made; those that are there already keep what they have
     */
    public HomeFolders(
            Storage storage, TreeExclusion exclusion, Quotas quotas, HomePattern pattern, Optional<QuotaLimit> limit) {
        this.storage = storage;
        this.exclusion = exclusion;
        this.quotas = quotas;
        this.pattern = pattern;
        this.limit = limit;
    }

    /**
     * Sees to it that the home is there. After the first time this costs one look at a set.
     *
     * @throws io.headroom.spi.error.StorageException when it can't be made, for lack of room for example
     */
    public void welcome(Identity identity) {
        if (identity.isNobody() || known.contains(identity.name())) {
            return;
        }
        ResourcePath home = pattern.of(identity.name());
        try (TreeExclusion.Held held = exclusion.exclusive(home)) {
            if (storage.find(home).isEmpty()) {
                make(home);
                limit.ifPresent(most -> limit(home, most));
            }
        }
        known.add(identity.name());
    }

    /** A quota that is set already stays. A home that could not get its own must not be there without: the next visit tries again. */
    private void limit(ResourcePath home, QuotaLimit most) {
        if (quotas.list().stream().anyMatch(quota -> quota.root().equals(home))) {
            return;
        }
        try {
            quotas.set(home, most);
        } catch (StorageException e) {
            storage.delete(home);
            throw e;
        }
    }

    private void make(ResourcePath folder) {
        if (folder.isRoot() || storage.find(folder).isPresent()) {
            return;
        }
        make(folder.parent());
        try {
            storage.createCollection(folder);
        } catch (AlreadyExistsException e) {
            // Another user's first visit made what both homes lie in.
            return;
        }
    }
}
