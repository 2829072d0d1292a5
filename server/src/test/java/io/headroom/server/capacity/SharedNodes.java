package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.LeaseRow;
import io.headroom.server.escrow.RootRow;
import io.headroom.server.escrow.SharedLedger;
import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Several nodes over one storage and one shared ledger. Their time is the test's; they look at each other when it says so. */
final class SharedNodes implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** One of them. */
    static final class Node {
        private final SharedNodes nodes;
        private final String name;
        private final CapacityLedger ledger;
        private boolean paused;
        private boolean dead;

        private Node(SharedNodes nodes, String name, CapacityLedger ledger) {
            this.nodes = nodes;
            this.name = name;
            this.ledger = ledger;
        }

        String name() {
            return name;
        }

        CapacityLedger ledger() {
            return ledger;
        }

        /** It looks at nothing and tells nothing; what a request does, it does. */
        void pause(boolean now) {
            paused = now;
        }

        /** It is gone without a word. */
        void kill() {
            paused = true;
            dead = true;
        }

        void tick() {
            if (!paused) {
                ledger.tick();
            }
        }

        /** @return false when the ledger is out of reach, as it is for whoever waits */
        private boolean tickIfReachable() {
            try {
                tick();
                return true;
            } catch (StorageException e) {
                return false;
            }
        }

        PendingWrite begin(String path, int bytes) {
            return ledger.storage().beginWrite(ResourcePath.parse(path), WriteRequest.ofLength(bytes));
        }

        void write(String path, int bytes) {
            try (PendingWrite write = begin(path, bytes)) {
                write.append(ByteBuffer.allocate(bytes));
                write.commit();
            }
        }

        boolean isWritten(String path, int bytes) {
            try {
                write(path, bytes);
                return true;
            } catch (InsufficientStorageException e) {
                assertThat(e.reason()).isEqualTo(InsufficientStorageException.Reason.QUOTA_EXCEEDED);
                return false;
            }
        }

        void delete(String path) {
            ledger.storage().delete(ResourcePath.parse(path));
        }

        Room room(String path) {
            return ledger.all().stream()
                    .filter(room ->
                            room.kind() == Room.Kind.QUOTA && room.path().equals(ResourcePath.parse(path)))
                    .findFirst()
                    .orElseThrow();
        }

        long used(String path) {
            return room(path).usedBytes().orElseThrow();
        }

        long available(String path) {
            return ledger.storage()
                    .capacity(ResourcePath.parse(path))
                    .availableBytes()
                    .orElseThrow();
        }

        SharedNodes nodes() {
            return nodes;
        }
    }

    private final MutableClock clock;
    private final SharedLedger shared;
    private final Supplier<SharedLedger> perNode;
    private final MemoryStorage memory;
    private final Duration tick;
    private final List<Node> nodes = new ArrayList<>();

    /** Time is the test's, and nodes look when it says so. */
    SharedNodes(SharedLedger shared, MutableClock clock) {
        this(shared, () -> shared, clock, Duration.ZERO);
    }

    /**
     * @param perNode what each node has, of the same ledger
     * @param tick zero where the test calls for it; else time is real
     */
    SharedNodes(SharedLedger shared, Supplier<SharedLedger> perNode, MutableClock clock, Duration tick) {
        this.shared = shared;
        this.perNode = perNode;
        this.clock = clock;
        this.tick = tick;
        this.memory = new MemoryStorage(1L << 40, clock);
        memory.createCollection(ResourcePath.parse("/a"));
        memory.createCollection(ResourcePath.parse("/b"));
    }

    MemoryStorage memory() {
        return memory;
    }

    Node open(String name) {
        return open(name, Map.of(), true);
    }

    Node open(String name, Map<ResourcePath, QuotaLimit> configured, boolean serves) {
        Sharing sharing = new Sharing(
                perNode.get(),
                name,
                serves,
                LEASE,
                tick,
                tick.isZero() ? () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()) : System::nanoTime,
                tick.isZero() ? this::tickOthers : () -> LockSupport.parkNanos(PAUSE.toNanos()));
        Node node = new Node(
                this,
                name,
                CapacityLedger.openShared(
                        memory,
                        new CapacityLedger.Settings(new Floor(1, 0), configured, Duration.ZERO),
                        sharing,
                        clock));
        nodes.add(node);
        return node;
    }

    private void tickOthers() {
        clock.advance(Duration.ofMillis(50));
        List.copyOf(nodes).forEach(node -> node.tickIfReachable());
    }

    /** Time goes on, and every node looks and tells. */
    void pass(Duration duration) {
        Duration step = Duration.ofMillis(500);
        for (Duration left = duration; left.compareTo(Duration.ZERO) > 0; left = left.minus(step)) {
            clock.advance(step);
            nodes.forEach(Node::tick);
        }
    }

    /** All have told everything, and heard of it. */
    void settle() {
        pass(Duration.ofSeconds(2));
    }

    void awaitCounts() {
        nodes.stream().filter(node -> !node.dead).forEach(node -> node.ledger.awaitCounts(Duration.ofSeconds(30)));
    }

    long stored(String root) {
        long[] sum = {0};
        new TreeWalk(memory).forEach(ResourcePath.parse(root), member -> {
            sum[0] += member instanceof FileResource file ? file.size() : 0;
        });
        return sum[0];
    }

    RootRow row(String root) {
        return shared.look(rows -> rows.roots(0)).stream()
                .filter(row -> row.root().equals(ResourcePath.parse(root)))
                .findFirst()
                .orElseThrow();
    }

    /** What is promised to all nodes together is what the row says, and within the limit. */
    void requireSound(String root) {
        RootRow[] found = new RootRow[1];
        List<LeaseRow> leases = shared.change(rows -> {
            found[0] = rows.lockRoot(ResourcePath.parse(root)).orElseThrow();
            return rows.leases(found[0].root());
        });
        RootRow row = found[0];
        Amount sum = leases.stream().map(LeaseRow::lease).reduce(Amount.NONE, Amount::plus);
        Amount reserved = leases.stream().map(LeaseRow::reserved).reduce(Amount.NONE, Amount::plus);
        assertThat(row.leased()).as("leased of %s by %s", row, leases).isEqualTo(sum);
        assertThat(row.reserved()).as("reserved of %s by %s", row, leases).isEqualTo(reserved);
        assertThat(row.used().plus(sum).fitsIn(row.limit()))
                .as("%s with %s within its limit", row, leases)
                .isTrue();
    }

    @Override
    public void close() {
        nodes.stream().filter(node -> !node.dead).forEach(node -> node.ledger.close());
        memory.close();
    }

    static Instant start() {
        return Instant.parse("2026-01-01T00:00:00Z");
    }
}
