package io.headroom.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections that each address has open, so that nobody alone takes all that the server can hold. A network of 64 bits counts as
 * one address of IPv6: whoever has one of its addresses has all of them. One line a minute in the log, however many are refused.
 * Thread-safe.
 */
public final class ConnectionsPerAddress {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionsPerAddress.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Predicate<InetAddress> exempt;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final IdentityHashMap<Object, ByteBuffer> counted = new IdentityHashMap<>();
    private final Map<ByteBuffer, Integer> open = new HashMap<>();
    private long refused;
    private long told;
    private Instant nextLine = Instant.MIN;

    /**
     * @param most for one address; 0 for no limit
     * @param exempt whose connections don't count
     */
    public ConnectionsPerAddress(int most, Predicate<InetAddress> exempt, Clock clock) {
        this.most = most;
        this.exempt = exempt;
        this.clock = clock;
    }

    /**
     * Whether a new connection may stay; it is counted then until {@link #closed} is told of it.
     *
     * @param connection one object for each, known again by its identity
     */
    public boolean admits(Object connection, InetAddress address) {
        if (most == 0 || exempt.test(address)) {
            return true;
        }
        ByteBuffer origin = origin(address);
        lock.lock();
        try {
            if (open.getOrDefault(origin, 0) < most) {
                counted.put(connection, origin);
                open.merge(origin, 1, Integer::sum);
                return true;
            }
            refused++;
            if (clock.instant().isBefore(nextLine)) {
                return false;
            }
            nextLine = clock.instant().plus(BETWEEN);
            LOG.warn(
                    "{} has {} connections open, as many as 'connections-per-address' allows: more are closed at once ({} since the last"
                            + " line).",
                    address.getHostAddress(),
                    most,
                    refused - told);
            told = refused;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A connection came to its end, however that was; nothing happens for one that was not counted. */
    public void closed(Object connection) {
        lock.lock();
        try {
            ByteBuffer origin = counted.remove(connection);
            if (origin != null) {
                open.computeIfPresent(origin, (same, count) -> count == 1 ? null : count - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many were not let in since the start. */
    public long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** How many are counted now. */
    public int open() {
        lock.lock();
        try {
            return counted.size();
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer origin(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
