package io.headroom.server.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the servers that share a database. Thread-safe. All throw {@link io.headroom.spi.error.UnavailableException} when it
 * can't be reached.
 */
public interface NodeStore {
    /**
     * Registers a server as living, also one that was taken for dead. Of two that come at the same time, one comes first and the
     * other one sees it.
     *
     * @return the others, whatever became of them
     */
    List<NodeStatus> join(Node node);

    /** Makes known where a server is found; empty texts for nowhere. */
    void announce(String id, String service, String admin);

    /**
     * Shows that a server lives.
     *
     * @param registered false when it is not registered as living, and so shows nothing
     * @param time by the store's clock
     */
    record Beat(boolean registered, Instant time) {}

    Beat beat(String id);

    /** All servers; those that joined first come first. */
    List<NodeStatus> all();

    /**
     * Takes a server for dead, unless it has shown in the meantime that it lives.
     *
     * @return whether this call did it
     */
    boolean bury(String id, Duration lease);

    void leave(String id);

    /** Removes a server as if it had never joined. */
    void withdraw(String id);

    /** Forgets servers that ended so long ago. */
    void forget(Duration endedBefore);
}
