package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The books agree with the storage to the byte, whatever happens at the same time, a count included. */
class CountWhileWritingTest {
    private static final int WRITERS = 4;
    private static final int CHANGES = 3_000;
    private static final int FOLDERS = 6;
    private static final int QUIET_FOLDERS = 300;

    private final MutableClock clock = new MutableClock(Instant.EPOCH);
    private final MemoryStorage memory = new MemoryStorage(1L << 30, clock);
    private final TreeExclusion exclusion = new TreeExclusion();

    private CapacityLedger open() {
        Map<ResourcePath, QuotaLimit> quotas = Map.of(
                ResourcePath.ROOT,
                QuotaLimit.ofBytes(40_000),
                folder(0),
                QuotaLimit.parse("15000,entries=60"),
                folder(1).child("in"),
                QuotaLimit.ofBytes(5_000));
        return CapacityLedger.open(
                memory,
                new CapacityLedger.Settings(new Floor(1, 0), quotas, Duration.ZERO),
                new MemoryQuotaStore(),
                clock);
    }

    private static ResourcePath folder(int number) {
        return ResourcePath.ROOT.child("folder" + number);
    }

    @Test
    @Proves({"QUOTA-PF-06", "S507-GEN-07", "S507-GEN-05"})
    void theBooksAgreeWithTheStorage() throws Exception {
        for (int i = 0; i < FOLDERS; i++) {
            memory.createCollection(folder(i));
        }
        for (int i = 0; i < QUIET_FOLDERS; i++) {
            // Between the others in the order of a walk, so that one takes a while.
            memory.createCollection(ResourcePath.ROOT.child("folder" + i % FOLDERS + "-" + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        AtomicBoolean over = new AtomicBoolean();
        try (CapacityLedger ledger = open()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                long seed = i;
                writers.add(threads.submit(() -> change(ledger, new Random(seed))));
            }
            Future<Integer> counts = threads.submit(countUntil(over, ledger));
            int done = 0;
            for (Future<Integer> writer : writers) {
                done += writer.get(60, TimeUnit.SECONDS);
            }
            over.set(true);
            assertThat(counts.get(60, TimeUnit.SECONDS)).isPositive();
            assertThat(done).as("changes that were not refused").isGreaterThan(CHANGES / 4);
            requireAgreement(ledger);
            ledger.all().forEach(room -> {
                assertThat(room.reservedBytes()).as("%s", room).isZero();
                assertThat(room.reservedEntries()).as("%s", room).isZero();
            });
            assertThat(ledger.reservations()).isEmpty();
        } finally {
            threads.shutdownNow();
            memory.close();
        }
    }

    private static Callable<Integer> countUntil(AtomicBoolean over, CapacityLedger ledger) {
        return () -> {
            int counts = 0;
            while (!over.get()) {
                ledger.quotas().list().forEach(quota -> ledger.quotas().recount(quota.root()));
                ledger.awaitCounts(Duration.ofSeconds(30));
                // Nothing changes behind the server's back here, so a count must find what the books say, to the byte.
                ledger.all().stream().flatMap(room -> room.count().stream()).forEach(count -> {
                    assertThat(count.driftBytes()).isZero();
                    assertThat(count.driftEntries()).isZero();
                });
                counts++;
            }
            return counts;
        };
    }

    private void requireAgreement(CapacityLedger ledger) {
        for (Room room : ledger.all()) {
            if (room.kind() == Room.Kind.QUOTA) {
                long[] sums = {0, -1};
                new TreeWalk(memory).forEach(room.path(), member -> {
                    sums[0] += member instanceof FileResource file ? file.size() : 0;
                    sums[1]++;
                });
                assertThat(room.usedBytes()).as("%s", room).hasValue(sums[0]);
                assertThat(room.usedEntries()).as("%s", room).hasValue(Math.max(0, sums[1]));
                assertThat(room.usedBytes().orElseThrow())
                        .isLessThanOrEqualTo(room.limitBytes().orElseThrow());
            }
        }
    }

    /** @return how many changes went through */
    private int change(CapacityLedger ledger, Random random) {
        int done = 0;
        for (int i = 0; i < CHANGES; i++) {
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
        ResourcePath folder = folder(random.nextInt(FOLDERS));
        ResourcePath inner = folder.child("in");
        ResourcePath file = (random.nextBoolean() ? folder : inner).child("file" + random.nextInt(5));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> write(storage, file, random.nextInt(1_000));
            case 3 -> delete(storage, file);
            case 4 -> {
                try (TreeExclusion.Held held = exclusion.exclusive(inner)) {
                    storage.createCollection(inner);
                }
            }
            case 5 -> delete(storage, inner);
            case 6 -> move(storage, file, folder(random.nextInt(FOLDERS)).child("file" + random.nextInt(5)));
            default -> {
                if (random.nextInt(10) == 0) {
                    move(storage, inner, folder(random.nextInt(FOLDERS)).child("in"));
                } else {
                    copy(storage, file, folder(random.nextInt(FOLDERS)).child("copy"));
                }
            }
        }
    }

    private void write(Storage storage, ResourcePath file, int bytes) {
        try (PendingWrite write = storage.beginWrite(file, WriteRequest.ofUnknownLength())) {
            write.append(ByteBuffer.allocate(bytes));
            try (TreeExclusion.Held held = exclusion.exclusive(file)) {
                write.commit();
            }
        }
    }

    private void delete(Storage storage, ResourcePath path) {
        try (TreeExclusion.Held held = exclusion.exclusive(path)) {
            storage.delete(path);
        }
    }

    private void move(Storage storage, ResourcePath source, ResourcePath target) {
        if (source.equals(target)) {
            return;
        }
        try (TreeExclusion.Held held = exclusion.exclusive(source, true, target)) {
            storage.move(source, target, new Precondition.None());
        }
    }

    private void copy(Storage storage, ResourcePath source, ResourcePath target) {
        try (TreeExclusion.Held held = exclusion.exclusive(source, false, target);
                PendingTree tree = storage.beginTree(target, TreeSize.NONE)) {
            tree.createCollection(target);
            tree.copyFile(source, target.child("a"));
            tree.commit(new Precondition.None());
        }
    }
}
