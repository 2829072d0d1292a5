package io.headroom.server.monitor;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A limit has come to another level.
 *
 * @param id of its own, the same in every try to tell it
 * @param level in per cent; 0 below the first threshold
 * @param levelBefore never the same as the level
 */
public record CapacityEvent(
        String id,
        WatchedLimit limit,
        int level,
        int levelBefore,
        Figures figures,
        OptionalDouble daysUntilFull,
        Instant time) {
    /** Whether there is less room than before. */
    public boolean rising() {
        return level > levelBefore;
    }
}
