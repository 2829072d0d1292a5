package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.escrow.SharedLedger;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many writers on several nodes at once, on each kind of shared ledger: the sum is never over the limit, and right at the end. */
public abstract class ConcurrentNodesContract {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int WRITERS = 16;
    private static final int LIMIT = 400_000;

    private final MutableClock clock = new MutableClock(SharedNodes.start());
    private final TreeExclusion exclusion = new TreeExclusion();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    private SharedNodes nodes;

    /** Another view of the same ledger each time; the test closes it. */
    protected abstract SharedLedger ledger();

    /** After the last test's use of them. */
    protected abstract void closeLedgers();

    /** How many changes each writer tries. */
    protected abstract int changes();

    @BeforeEach
    void open() {
        nodes = new SharedNodes(ledger(), this::ledger, clock, TICK);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        nodes.close();
        closeLedgers();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private List<SharedNodes.Node> start(int count, String... quotas) {
        List<SharedNodes.Node> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(nodes.open("node" + i));
        }
        for (String quota : quotas) {
            int sign = quota.indexOf('=');
            started.get(0)
                    .ledger()
                    .quotas()
                    .set(ResourcePath.parse(quota.substring(0, sign)), QuotaLimit.parse(quota.substring(sign + 1)));
        }
        for (SharedNodes.Node node : started) {
            await(() -> node.ledger().quotas().list().size() == quotas.length);
        }
        nodes.awaitCounts();
        return started;
    }

    @Test
    @Proves({"S507-GEN-07", "QUOTA-ERR-01"})
    void sixteenWritersUseAQuotaUpToTheLastByte() throws Exception {
        List<SharedNodes.Node> two = start(2, "/a=" + LIMIT);
        AtomicBoolean over = new AtomicBoolean();
        Future<Boolean> watch = threads.submit(() -> {
            while (!over.get()) {
                nodes.requireSound("/a");
                assertThat(nodes.stored("/a")).isLessThanOrEqualTo(LIMIT);
            }
            return true;
        });
        List<Future<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(threads.submit(() -> fill(two.get(number % 2), number)));
        }
        int written = 0;
        for (Future<Integer> writer : writers) {
            written += writer.get(120, TimeUnit.SECONDS);
        }
        assertThat(written).isGreaterThan(WRITERS);
        over.set(true);
        assertThat(watch.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(nodes.stored("/a")).isEqualTo(LIMIT);
        for (SharedNodes.Node node : two) {
            await(() -> node.used("/a") == LIMIT && node.available("/a") == 0);
        }
        nodes.requireSound("/a");
    }

    /** Until not even one byte fits. */
    private static int fill(SharedNodes.Node node, int writer) {
        Random random = new Random(writer);
        int written = 0;
        int most = 6_000;
        while (most > 0) {
            int bytes = 1 + random.nextInt(most);
            if (node.isWritten("/a/file" + writer + "-" + written, bytes)) {
                written++;
            } else {
                most = bytes / 2;
            }
        }
        return written;
    }

    @Test
    @Proves({"QUOTA-PF-06", "S507-GEN-07"})
    void theBooksAgreeWithTheStorage() throws Exception {
        List<SharedNodes.Node> three = start(3, "/a=60000,entries=80", "/b=30000");
        List<Future<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(threads.submit(() -> change(three.get(number % 3).ledger(), new Random(number))));
        }
        int done = 0;
        for (Future<Integer> writer : writers) {
            three.get(0).ledger().quotas().recount(ResourcePath.parse("/a"));
            nodes.requireSound("/a");
            nodes.requireSound("/b");
            done += writer.get(120, TimeUnit.SECONDS);
        }
        assertThat(done).isGreaterThan(changes());
        assertThat(nodes.stored("/a")).isLessThanOrEqualTo(60_000);
        assertThat(nodes.stored("/b")).isLessThanOrEqualTo(30_000);
        for (SharedNodes.Node node : three) {
            for (String root : List.of("/a", "/b")) {
                await(() ->
                        node.used(root) == nodes.stored(root) && node.room(root).reservedBytes() == 0);
            }
        }
        three.get(1).ledger().quotas().recount(ResourcePath.parse("/b"));
        nodes.awaitCounts();
        await(() -> !nodes.row("/b").count().wanted());
        assertThat(nodes.row("/b").count().drift().bytes()).isZero();
        assertThat(nodes.row("/b").count().drift().entries()).isZero();
    }

    private int change(CapacityLedger ledger, Random random) {
        int done = 0;
        for (int i = 0; i < changes(); i++) {
            done += isDone(ledger.storage(), random) ? 1 : 0;
        }
        return done;
    }

    private boolean isDone(Storage storage, Random random) {
        try {
            changeOnce(storage, random);
            return true;
        } catch (StorageException e) {
            // Missing, there already, or no room: all in a day's work.
            return false;
        }
    }

    private void changeOnce(Storage storage, Random random) {
        ResourcePath file = file(random);
        switch (random.nextInt(6)) {
            case 0, 1 -> write(storage, file, random.nextInt(3_000), true);
            case 2 -> write(storage, file, random.nextInt(30_000), false);
            case 3, 4 -> {
                try (TreeExclusion.Held held = exclusion.exclusive(file)) {
                    storage.delete(file);
                }
            }
            default -> {
                ResourcePath target = file(random);
                if (!file.equals(target)) {
                    try (TreeExclusion.Held held = exclusion.exclusive(file, true, target)) {
                        storage.move(file, target, new Precondition.None());
                    }
                }
            }
        }
    }

    private static ResourcePath file(Random random) {
        return ResourcePath.parse((random.nextInt(3) == 0 ? "/b/" : "/a/") + "file" + random.nextInt(60));
    }

    private void write(Storage storage, ResourcePath file, int bytes, boolean commits) {
        try (PendingWrite write =
                storage.beginWrite(file, commits ? WriteRequest.ofUnknownLength() : WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            if (commits) {
                try (TreeExclusion.Held held = exclusion.exclusive(file)) {
                    write.commit();
                }
            }
        }
    }
}
