package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void thoseWhoComeMeanwhileShareTheNextTransaction() throws Exception {
        CountDownLatch firstIsIn = new CountDownLatch(1);
        CountDownLatch othersAreQueued = new CountDownLatch(1);
        List<Integer> groups = new ArrayList<>();
        GroupCommit commits = new GroupCommit(group -> {
            groups.add(group.size());
            if (groups.size() == 1) {
                firstIsIn.countDown();
                await(othersAreQueued);
            }
        });
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> commits.run(session -> 0)));
        await(firstIsIn);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 1; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    commits.run(session -> 0);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            waiting.add(thread);
        }
        for (Thread thread : waiting) {
            // Parked: it has queued and can do nothing but wait.
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        othersAreQueued.countDown();
        for (Future<?> each : running) {
            each.get();
        }
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(groups).containsExactly(1, THREADS - 1);
    }

    @Test
    void anInterruptedWriterStillGetsItsAnswerAndKeepsTheInterrupt() throws Exception {
        GroupCommit commits = new GroupCommit(group -> {});
        Future<Boolean> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            commits.run(session -> 0);
            return Thread.currentThread().isInterrupted();
        });

        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void aBrokenTransactionFailsItsWholeGroupAndNothingAfterIt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        GroupCommit commits = new GroupCommit(group -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> commits.run(session -> 0));
        commits.run(session -> 0);
        assertThat(calls).hasValue(2);
    }

    @Test
    void oneThatFailsUndoesNoOthers(@TempDir Path directory) throws Exception {
        int each = 300;
        try (MetadataDatabase database =
                MetadataDatabase.open(MetadataSettings.file(directory.resolve("metadata.db"), false))) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * each;
                running.add(threads.submit(() -> {
                    for (int i = first; i < first + each; i++) {
                        insert(database, i);
                    }
                }));
            }
            for (Future<?> future : running) {
                assertFailsNever(future);
            }

            List<Integer> rows = database.read(ResourcePath.ROOT, session -> {
                List<Integer> ids = new ArrayList<>();
                try (ResultSet row = session.prepare("SELECT id FROM property_move ORDER BY id")
                        .executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getInt(1));
                    }
                }
                return ids;
            });
            assertThat(rows).hasSize(THREADS * each * 9 / 10).noneMatch(id -> id % 10 == 0);
        }
    }

    private static void insert(MetadataDatabase database, int id) {
        boolean fails = id % 10 == 0;
        try {
            database.write(ResourcePath.ROOT, session -> {
                PreparedStatement insert =
                        session.prepare("INSERT INTO property_move (id, source, target) VALUES (?, '', '')");
                insert.setInt(1, id);
                insert.executeUpdate();
                if (fails) {
                    // The same key twice.
                    insert.executeUpdate();
                }
                return true;
            });
            assertThat(fails).isFalse();
        } catch (UnexpectedStorageException e) {
            assertThat(fails).isTrue();
            assertThat(e).cause().hasMessageContaining("UNIQUE constraint failed");
        }
    }

    private static void assertFailsNever(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
