package io.headroom.server.capacity;

import io.headroom.server.escrow.SharedLedger;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How a node shares its quotas with others.
 *
 * @param ledger that all nodes have; stays open as long as this is used, not closed by it
 * @param node differs from the name of every other node, and of every node that ran before
 * @param serves whether this node knows the quotas of the settings; else it leaves those that are known as they are
 * @param lease so long after its last word the others take a node for dead
 * @param tick so often it looks at what others did; zero when somebody else calls for it
 * @param nanoTime a clock that only goes forward, in nanoseconds
 * @param pause what a request does between two questions, while others give back what they do not use
 */
public record Sharing(
        SharedLedger ledger,
        String node,
        boolean serves,
        Duration lease,
        Duration tick,
        LongSupplier nanoTime,
        Runnable pause) {
    /** Long enough for a database that starts again, short enough to wait for what a dead node held. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** With the times that a server has. */
    public static Sharing of(SharedLedger ledger, String node, boolean serves) {
        return new Sharing(
                ledger, node, serves, LEASE, TICK, System::nanoTime, () -> LockSupport.parkNanos(PAUSE.toNanos()));
    }
}
