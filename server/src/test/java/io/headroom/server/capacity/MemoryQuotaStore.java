package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Quotas that end with the test. */
final class MemoryQuotaStore implements QuotaStore {
    private final Map<ResourcePath, QuotaLimit> limits = new HashMap<>();
    private final Map<ResourcePath, Usage> usages = new HashMap<>();
    private boolean complete;

    @Override
    public Map<ResourcePath, QuotaLimit> limits() {
        return Map.copyOf(limits);
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        limits.put(root, limit);
    }

    @Override
    public void remove(ResourcePath root) {
        limits.remove(root);
        usages.remove(root);
    }

    @Override
    public List<Usage> usages() {
        return new ArrayList<>(usages.values());
    }

    @Override
    public void save(List<Usage> saved, boolean all) {
        saved.forEach(usage -> usages.put(usage.root(), usage));
        complete = all;
    }

    @Override
    public boolean begin() {
        boolean was = complete;
        complete = false;
        return was;
    }
}
