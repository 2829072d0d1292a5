package io.headroom.server.node;

import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those that share its database. Whoever shows no sign of life for {@link #LEASE} is taken for dead by the
 * others. All times are by the store's clock, so clocks of servers may differ.
 *
 * <p>Thread-safe. Closed by whoever joined, when nothing is changed any more.
 */
public final class NodeRegistry implements Nodes, AutoCloseable {
    /** Between signs of life. */
    public static final Duration BEAT = Duration.ofSeconds(5);

    /** So long without a sign of life is death. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);

    /** A server that lives shows it at least once in this time. */
    private static final Duration WATCH = BEAT.multipliedBy(2).plusSeconds(1);

    private static final Duration SHOWN = Duration.ofDays(7);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final NodeStore store;
    private final Node node;
    private final ReentrantLock beating = new ReentrantLock();
    private volatile int live = 1;

    private volatile String service = "";
    private volatile String admin = "";
    private volatile boolean announced = true;

    // Of the beats without a gap until now; guarded by "beating".
    private @Nullable Instant firstBeat;
    private @Nullable Instant lastBeat;

    private NodeRegistry(NodeStore store, Node node) {
        this.store = store;
        this.node = node;
    }

    /**
     * Registers this server. Where the storage can't be shared, one that was there before and shows no sign of life is watched
     * for some seconds, until it is clear whether it lives.
     *
     * @param sharedStorage whether several servers may serve it at a time
     * @param pause waits
     * @throws SettingsException when it must not run beside one that lives
     */
    public static NodeRegistry join(NodeStore store, Node node, boolean sharedStorage, Consumer<Duration> pause) {
        List<NodeStatus> others =
                store.join(node).stream().filter(NodeStatus::isLive).toList();
        boolean joined = false;
        try {
            for (NodeStatus other : others) {
                if (sharedStorage) {
                    requireSameStorage(node, other);
                } else {
                    requireDead(store, other, pause);
                }
            }
            joined = true;
        } finally {
            if (!joined) {
                store.withdraw(node.id());
            }
        }
        return new NodeRegistry(store, node);
    }

    private static void requireSameStorage(Node node, NodeStatus other) {
        if (other.mayBeAtWork(LEASE) && !other.node().storage().equals(node.storage())) {
            throw new SettingsException(
                    "The metadata database belongs to " + other.node().storage() + ", which the server "
                            + named(other) + " serves; this one is to serve " + node.storage()
                            + ". Give each storage a database of its own.");
        }
    }

    /** Its last sign of life may be old because the database was away. */
    private static void requireDead(NodeStore store, NodeStatus other, Consumer<Duration> pause) {
        Duration watched = Duration.ZERO;
        NodeStatus now = other;
        while (now.isLive() && (now.mayBeAtWork(LEASE) || watched.compareTo(WATCH) < 0)) {
            if (now.seen().isAfter(other.seen())) {
                throw new SettingsException("Another server uses this metadata database: " + named(other)
                        + ". This storage can be served by one server only: stop the other one, or serve a storage that"
                        + " several can share, such as s3.");
            }
            pause.accept(STEP);
            watched = watched.plus(STEP);
            now = find(store, other);
        }
        if (now.isLive()) {
            LOG.warn("The server {} shows no sign of life any more; this one takes its place.", named(other));
            store.bury(other.node().id(), LEASE);
        }
    }

    private static NodeStatus find(NodeStore store, NodeStatus wanted) {
        return store.all().stream()
                .filter(each -> each.node().id().equals(wanted.node().id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody forgets a server that lives"));
    }

    private static String named(NodeStatus other) {
        return other.node().name() + (other.service().isEmpty() ? "" : " at " + other.service());
    }

    public String id() {
        return node.id();
    }

    /** Where this server is found; empty texts for nowhere. When the store is away, the next sign of life says it. */
    public void announce(String serviceUrl, String adminUrl) {
        service = serviceUrl;
        admin = adminUrl;
        announced = false;
        try {
            announceIfNeeded();
        } catch (StorageException e) {
            LOG.debug("The other servers can't be told yet where this one is found", e);
        }
    }

    private void announceIfNeeded() {
        if (!announced) {
            store.announce(node.id(), service, admin);
            announced = true;
        }
    }

    /**
     * Shows that this server lives, and looks who doesn't. To be called every {@link #BEAT}.
     *
     * @throws StorageException when the store can't be reached
     */
    public void beat() {
        beating.lock();
        try {
            NodeStore.Beat beat = store.beat(node.id());
            if (!beat.registered()) {
                LOG.warn("This server was taken for dead by others; it is registered anew.");
                store.join(node);
                firstBeat = null;
            }
            note(beat.time());
            announceIfNeeded();
            List<NodeStatus> all = store.all();
            if (hasWatchedLongEnough(beat.time())) {
                all.forEach(this::buryIfDead);
            }
            live = (int) all.stream().filter(each -> each.mayBeAtWork(LEASE)).count();
        } finally {
            beating.unlock();
        }
    }

    private void note(Instant time) {
        Instant last = lastBeat;
        if (last == null || firstBeat == null || Duration.between(last, time).compareTo(WATCH) > 0) {
            firstBeat = time;
        }
        lastBeat = time;
    }

    /** After a time without the database all look dead, until each has had the time to show that it lives. */
    private boolean hasWatchedLongEnough(Instant time) {
        return firstBeat != null && Duration.between(firstBeat, time).compareTo(LEASE) >= 0;
    }

    private void buryIfDead(NodeStatus other) {
        if (other.isLive()
                && !other.mayBeAtWork(LEASE)
                && !other.node().id().equals(node.id())
                && store.bury(other.node().id(), LEASE)) {
            LOG.warn(
                    "The server {} has shown no sign of life for {} s; it is taken for dead.",
                    named(other),
                    other.age().toSeconds());
        }
    }

    /**
     * The ids of servers that are known to have ended, and not long ago.
     *
     * @throws StorageException when the store can't be reached
     */
    public List<String> ended() {
        store.forget(SHOWN);
        return store.all().stream()
                .filter(each -> !each.isLive())
                .map(each -> each.node().id())
                .toList();
    }

    @Override
    public List<NodeStatus> all() {
        return store.all();
    }

    @Override
    public int live() {
        return live;
    }

    /** Leaves in good order; what can't be said to a database that is away becomes clear after the lease. */
    @Override
    public void close() {
        try {
            store.leave(node.id());
        } catch (StorageException e) {
            LOG.warn("The other servers could not be told that this one stops: {}", e.getMessage());
        }
    }
}
