package io.headroom.server.app;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.QuotaStore;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Map;

/**
 * The quotas while no server runs. A command that is told a folder only knows of no mounts, so what it counted for a new quota may be
 * too little: after a change the next server counts for itself. Thread-safe.
 */
final class OfflineQuotaStore implements QuotaStore {
    private final QuotaStore store;
    private volatile boolean changed;

    OfflineQuotaStore(QuotaStore store) {
        this.store = store;
    }

    @Override
    public Map<ResourcePath, QuotaLimit> limits() {
        return store.limits();
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        changed = true;
        store.set(root, limit);
    }

    @Override
    public void remove(ResourcePath root) {
        store.remove(root);
    }

    @Override
    public List<Usage> usages() {
        return store.usages();
    }

    @Override
    public void save(List<Usage> usages, boolean complete) {
        store.save(usages, complete && !changed);
    }

    @Override
    public boolean begin() {
        return store.begin();
    }
}
