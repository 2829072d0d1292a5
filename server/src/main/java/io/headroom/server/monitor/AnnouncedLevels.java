package io.headroom.server.monitor;

import io.headroom.spi.error.StorageException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level of each limit. What a server that is alone can't keep for the next start, as on a full disk, holds for this one, and
 * is tried again. Several servers have their levels in common: the store decides whose part it is to tell of a change. Changed
 * by one thread, read by any.
 */
final class AnnouncedLevels {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedLevels.class);

    private final ThresholdStore store;
    private Thresholds thresholds;
    private final Map<WatchedLimit, Integer> levels = new ConcurrentHashMap<>();
    private final Map<WatchedLimit, Integer> unkept = new ConcurrentHashMap<>();

    /** What the store said last; for the thread that changes. */
    private Map<WatchedLimit, Integer> stored = Map.of();

    /** @throws StorageException when the store can't be read */
    AnnouncedLevels(ThresholdStore store, Thresholds thresholds) {
        this.store = store;
        this.thresholds = thresholds;
        read();
    }

    private void read() {
        Map<WatchedLimit, Integer> kept = new HashMap<>();
        stored = store.levels();
        stored.forEach((limit, level) -> {
            int nearest = thresholds.nearest(level);
            if (nearest > 0) {
                kept.put(limit, nearest);
            }
        });
        levels.keySet().retainAll(kept.keySet());
        levels.putAll(kept);
    }

    /** Each level is from now on what it is called by other thresholds. */
    void change(Thresholds others) {
        thresholds = others;
        for (Map.Entry<WatchedLimit, Integer> known : Map.copyOf(levels).entrySet()) {
            hold(known.getKey(), others.nearest(known.getValue()));
        }
    }

    /** Learns what other servers announced, if the store can be read; nothing to do for one that is alone. */
    void bringUpToDate() {
        if (!store.isShared()) {
            return;
        }
        try {
            read();
        } catch (StorageException e) {
            LOG.debug("The levels that others announced are not known at the moment", e);
        }
    }

    /** In per cent, 0 for none. */
    int of(WatchedLimit limit) {
        return levels.getOrDefault(limit, 0);
    }

    /**
     * Comes to another level.
     *
     * @return whether it is this server's part to tell; if not, the level stays until the store says something else
     */
    boolean change(WatchedLimit limit, int level) {
        if (!store.isShared()) {
            set(limit, level);
            return true;
        }
        try {
            // As it was stored: under other thresholds it may have had another name.
            boolean ours = store.claim(limit, stored.getOrDefault(limit, 0), level);
            if (ours) {
                hold(limit, level);
            }
            return ours;
        } catch (StorageException e) {
            // Whoever comes first when the store is back tells it.
            LOG.debug("Nobody knows whether the level of {} was told", limit, e);
            return false;
        }
    }

    private void set(WatchedLimit limit, int level) {
        hold(limit, level);
        unkept.put(limit, level);
    }

    private void hold(WatchedLimit limit, int level) {
        if (level == 0) {
            levels.remove(limit);
        } else {
            levels.put(limit, level);
        }
    }

    /** Forgets limits that are no more. */
    void retain(Set<WatchedLimit> present) {
        for (WatchedLimit limit : Set.copyOf(levels.keySet())) {
            if (!present.contains(limit)) {
                change(limit, 0);
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
