package io.headroom.server.node;

import java.util.List;

/** The servers that share a storage, for those who want to see them. Thread-safe. */
public interface Nodes {
    /**
     * This server and all others, those that ended lately too.
     *
     * @throws io.headroom.spi.error.UnavailableException when they can't be asked for
     */
    List<NodeStatus> all();

    /** How many live, as far as was known a moment ago; asks nobody. */
    int live();
}
