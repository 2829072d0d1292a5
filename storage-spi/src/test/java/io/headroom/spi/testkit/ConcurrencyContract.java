package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.PreconditionFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
public abstract class ConcurrencyContract extends ContractGroup {
    private static final int THREADS = 16;

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);

    protected ConcurrencyContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
    }

    /** Starts all at once; how many said true. */
    private long race(IntPredicate runner) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Boolean>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            runs.add(executor.submit(() -> {
                start.await();
                return runner.test(number);
            }));
        }
        long winners = 0;
        for (Future<Boolean> run : runs) {
            winners += run.get() ? 1 : 0;
        }
        return winners;
    }

    @Test
    @Proves("HTTP-CND-06")
    void oneCreatorWins() throws Exception {
        assumeTrue(can(Capability.CONDITIONAL_CREATE), "no conditional create here");
        for (int round = 0; round < 20; round++) {
            String path = "/a" + round;
            long winners = race(number -> {
                try {
                    write(path, "writer " + number, new Precondition.MustNotExist());
                    return true;
                } catch (PreconditionFailedException e) {
                    return false;
                }
            });
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    @Proves("HTTP-CND-06")
    void oneReplacerWins() throws Exception {
        assumeTrue(can(Capability.CONDITIONAL_REPLACE), "no conditional replace here");
        for (int round = 0; round < 20; round++) {
            FileResource old = write("/a", "old");
            long winners = race(number -> {
                try {
                    write("/a", "writer " + number, new Precondition.MustMatch(old.entityTag()));
                    return true;
                } catch (PreconditionFailedException e) {
                    return false;
                }
            });
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void oneMakerOfACollectionWins() throws Exception {
        long winners = race(number -> {
            try {
                makeCollection("/c");
                return true;
            } catch (AlreadyExistsException e) {
                return false;
            }
        });
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void oneMoverWins() throws Exception {
        write("/a", "x");
        long winners = race(number -> {
            try {
                storage().move(path("/a"), path("/b" + number), new Precondition.None());
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
        assertThat(winners).isEqualTo(1);
        assertThat(names("/")).hasSize(1);
    }

    @Test
    @Proves("DAV-PUT-06")
    void manyWritersLeaveOneWholeFile() throws Exception {
        write("/a", "");
        Future<?> reader = executor.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                assertWhole(readBytes(path("/a")));
            }
        });
        race(number -> {
            byte[] bytes = new byte[50_000 + number];
            Arrays.fill(bytes, (byte) number);
            for (int i = 0; i < 10; i++) {
                write(path("/a"), bytes, WriteRequest.ofUnknownLength());
            }
            return true;
        });
        assertThat(reader.isDone()).as("the reader saw whole files only").isFalse();
        assertWhole(readBytes(path("/a")));
        assertThat(names("/")).containsExactly("a");
    }

    private static void assertWhole(byte[] bytes) {
        if (bytes.length > 0) {
            byte[] whole = new byte[50_000 + bytes[0]];
            Arrays.fill(whole, bytes[0]);
            assertThat(bytes).isEqualTo(whole);
        }
    }

    @Test
    @Proves("DAV-CP-23")
    void aTreeThatIsReplacedIsNeverMissed() throws Exception {
        assumeTrue(can(Capability.STAGED_TREE) && can(Capability.ATOMIC_TREE_MOVE), "no trees here");
        write("/s", "x");
        makeCollection("/t");
        Future<?> reader = executor.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<Resource> found = find("/t");
                assertThat(found).isPresent();
            }
        });
        for (int i = 0; i < 100; i++) {
            try (PendingTree tree = storage().beginTree(path("/t"), TreeSize.NONE)) {
                tree.createCollection(path("/t"));
                tree.copyFile(path("/s"), path("/t/x"));
                tree.commit(new Precondition.MustExist());
            }
        }
        assertThat(reader.isDone()).as("the reader always saw a tree").isFalse();
    }
}
