package io.headroom.server.monitor;

import java.util.Map;

/** Keeps which levels were announced, so that a restart announces nothing again. Thread-safe. */
public interface ThresholdStore {
    /** Of each limit that is at a level. */
    Map<WatchedLimit, Integer> levels();

    /**
     * @param level in per cent; 0 forgets the limit
     * @throws io.headroom.spi.error.StorageException when it can't be kept
     */
    void keep(WatchedLimit limit, int level);
}
