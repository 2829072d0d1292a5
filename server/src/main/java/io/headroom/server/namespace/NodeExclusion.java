package io.headroom.server.namespace;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;

/** Keeps other servers away from what this one changes, as {@link TreeExclusion} keeps its own threads apart. Thread-safe. */
public interface NodeExclusion {
    /**
     * A path that somebody wants.
     *
     * @param exclusive for itself; else shared with all who want no more than that
     */
    record Wanted(ResourcePath path, boolean exclusive) {}

    /**
     * Takes all of them, or nothing. Waits for a bounded time.
     *
     * @param wanted each path once
     * @throws UnavailableException when others held them for too long, or nobody can be asked
     */
    Claim take(List<Wanted> wanted);

    /** What was taken; given back by whoever took it. For one thread. */
    interface Claim extends AutoCloseable {
        /**
         * As far as one can know a moment later.
         *
         * @throws UnavailableException when it was lost: others may be changing the same
         */
        void requireHeld();

        /** May be called again; throws nothing. */
        @Override
        void close();
    }
}
