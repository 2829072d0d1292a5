package io.headroom.server.monitor;

import java.util.Map;

/**
 * Keeps which levels were announced, so that neither a restart nor another server announces them again. Thread-safe.
 */
public interface ThresholdStore {
    /** Of each limit that is at a level. */
    Map<WatchedLimit, Integer> levels();

    /**
     * @param level in per cent; 0 forgets the limit
     * @throws io.headroom.spi.error.StorageException when it can't be kept
     */
    void keep(WatchedLimit limit, int level);

    /**
     * Whether other servers watch the same limits. Then levels are theirs too: they are read before each check, and changed by
     * {@link #claim}.
     */
    boolean isShared();

    /**
     * Changes a level, if no other server has done so before.
     *
     * @param before what it was when it was read; 0 for none
     * @return whether it was this call that did it, and so this server's part to tell
     * @throws io.headroom.spi.error.StorageException when nobody knows
     */
    boolean claim(WatchedLimit limit, int before, int level);
}
