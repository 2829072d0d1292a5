package io.headroom.server.monitor;

import io.headroom.spi.error.StorageException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level of each limit. What can't be kept for the next start, as on a full disk, holds for this one, and is tried again.
 * Changed by one thread, read by any.
 */
final class AnnouncedLevels {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedLevels.class);

    private final ThresholdStore store;
    private final Map<WatchedLimit, Integer> levels = new ConcurrentHashMap<>();
    private final Map<WatchedLimit, Integer> unkept = new ConcurrentHashMap<>();

    /** @throws StorageException when the store can't be read */
    AnnouncedLevels(ThresholdStore store, Thresholds thresholds) {
        this.store = store;
        store.levels().forEach((limit, level) -> {
            int nearest = thresholds.nearest(level);
            if (nearest > 0) {
                levels.put(limit, nearest);
            }
        });
    }

    /** In per cent, 0 for none. */
    int of(WatchedLimit limit) {
        return levels.getOrDefault(limit, 0);
    }

    void set(WatchedLimit limit, int level) {
        if (level == 0) {
            levels.remove(limit);
        } else {
            levels.put(limit, level);
        }
        unkept.put(limit, level);
    }

    /** Forgets limits that are no more. */
    void retain(Set<WatchedLimit> present) {
        for (WatchedLimit limit : Set.copyOf(levels.keySet())) {
            if (!present.contains(limit)) {
                set(limit, 0);
            }
        }
    }

    /** Writes down what has changed. */
    void keep() {
        for (Map.Entry<WatchedLimit, Integer> change : Map.copyOf(unkept).entrySet()) {
            try {
                store.keep(change.getKey(), change.getValue());
                unkept.remove(change.getKey());
            } catch (StorageException e) {
                LOG.debug("The level of {} can't be kept yet", change.getKey(), e);
                return;
            }
        }
    }
}
