package io.headroom.server.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeExclusionTest {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final ResourcePath A_X = ResourcePath.parse("/a/x");
    private static final ResourcePath A_Y = ResourcePath.parse("/a/y");
    private static final ResourcePath B = ResourcePath.parse("/b");

    private final TreeExclusion exclusion = new TreeExclusion();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Future<?> taking(ResourcePath path) {
        CountDownLatch started = new CountDownLatch(1);
        Future<?> future = threads.submit(() -> {
            started.countDown();
            exclusion.exclusive(path).close();
        });
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return future;
    }

    private static boolean waits(Future<?> future) throws Exception {
        try {
            future.get(50, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    @Test
    void neighboursGoOnSideBySide() throws Exception {
        try (TreeExclusion.Held held = exclusion.exclusive(A_X)) {
            assertThat(waits(taking(A_Y))).isFalse();
            assertThat(waits(taking(B))).isFalse();
        }
    }

    @Test
    void severalAreHeldTogether() throws Exception {
        Future<?> collection;
        Future<?> member;
        try (TreeExclusion.Held held = exclusion.exclusive(List.of(A_Y, A_X))) {
            collection = taking(A);
            member = taking(A_X);
            assertThat(waits(collection)).isTrue();
            assertThat(waits(member)).isTrue();
            assertThat(waits(taking(B))).isFalse();
        }
        collection.get(5, TimeUnit.SECONDS);
        member.get(5, TimeUnit.SECONDS);
        assertThat(exclusion.size()).isZero();
    }

    @Test
    void aTreeWaitsForItsMembersAndTheOtherWayRound() throws Exception {
        Future<?> tree;
        try (TreeExclusion.Held held = exclusion.exclusive(A_X)) {
            tree = taking(A);
            assertThat(waits(tree)).isTrue();
        }
        tree.get(5, TimeUnit.SECONDS);
        Future<?> member;
        try (TreeExclusion.Held held = exclusion.exclusive(A, true, B)) {
            member = taking(A_Y);
            assertThat(waits(member)).isTrue();
            assertThat(waits(taking(B))).isTrue();
        }
        member.get(5, TimeUnit.SECONDS);
    }

    @Test
    void membersOfACopiedTreeMayChange() throws Exception {
        try (TreeExclusion.Held held = exclusion.exclusive(A, false, B)) {
            assertThat(waits(taking(A_X))).isFalse();
            assertThat(waits(taking(A))).isTrue();
        }
    }

    @Test
    void crossingMovesNeverWaitForEachOtherAndNothingIsKept() throws Exception {
        List<ResourcePath> paths = List.of(A, A_X, A_Y, B, ResourcePath.parse("/b/z"), ResourcePath.parse("/b/z/q"));
        List<Future<?>> futures = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            Random random = new Random(thread);
            futures.add(threads.submit(() -> {
                for (int i = 0; i < 2_000; i++) {
                    ResourcePath from = paths.get(random.nextInt(paths.size()));
                    ResourcePath to = paths.get(random.nextInt(paths.size()));
                    exclusion.exclusive(from, random.nextBoolean(), to).close();
                }
            }));
        }
        for (Future<?> future : futures) {
            future.get(20, TimeUnit.SECONDS);
        }
        assertThat(exclusion.size()).isZero();
    }
}
