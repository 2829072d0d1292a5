package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathLocksTest {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final ResourcePath B = ResourcePath.parse("/b");

    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void oneThreadAtATimeAndNothingIsLeft() throws Exception {
        PathLocks locks = new PathLocks(Duration.ofSeconds(10));
        int[] counter = new int[1];
        CountDownLatch start = new CountDownLatch(1);
        Future<?>[] runs = new Future<?>[8];
        for (int i = 0; i < runs.length; i++) {
            boolean inOrder = i % 2 == 0;
            runs[i] = executor.submit(() -> {
                start.await();
                for (int round = 0; round < 1000; round++) {
                    try (PathLocks.Held held = inOrder ? locks.hold(A, B) : locks.hold(B, A)) {
                        counter[0]++;
                    }
                }
                return null;
            });
        }
        start.countDown();
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(counter[0]).isEqualTo(8000);
        assertThat(locks.size()).isZero();
    }

    @Test
    void patienceEnds() throws Exception {
        PathLocks locks = new PathLocks(Duration.ofMillis(20));
        try (PathLocks.Held held = locks.hold(A)) {
            Future<?> other = executor.submit(() -> locks.hold(A));
            assertThatThrownBy(other::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnavailableException.class);
            Future<?> both = executor.submit(() -> locks.hold(B, A));
            assertThatThrownBy(both::get).hasCauseInstanceOf(UnavailableException.class);
            assertThat(locks.size()).isEqualTo(1);
        }
        locks.hold(A, A).close();
        assertThat(locks.size()).isZero();
    }
}
