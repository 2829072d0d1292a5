package io.headroom.server.monitor;

import io.headroom.spi.error.InsufficientStorageException;
import java.util.HashMap;
import java.util.Map;

/** Levels that end with the test. One thread. */
public final class MemoryThresholdStore implements ThresholdStore {
    private final Map<WatchedLimit, Integer> levels = new HashMap<>();
    private final boolean shared;
    private boolean full;

    /** Of a server that is alone. */
    public MemoryThresholdStore() {
        this(false);
    }

    MemoryThresholdStore(boolean shared) {
        this.shared = shared;
    }

    /** From now on nothing can be kept, or everything again. */
    void full(boolean now) {
        full = now;
    }

    @Override
    public Map<WatchedLimit, Integer> levels() {
        return Map.copyOf(levels);
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public boolean claim(WatchedLimit limit, int before, int level) {
        if (levels.getOrDefault(limit, 0) != before) {
            return false;
        }
        keep(limit, level);
        return true;
    }

    @Override
    public void keep(WatchedLimit limit, int level) {
        if (full) {
            throw new InsufficientStorageException(
                    InsufficientStorageException.Reason.METADATA_FULL, limit.path(), null);
        }
        if (level == 0) {
            levels.remove(limit);
        } else {
            levels.put(limit, level);
        }
    }
}
