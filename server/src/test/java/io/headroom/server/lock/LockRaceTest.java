package io.headroom.server.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockRaceTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 200;

    private final MemoryLockStore store = new MemoryLockStore();
    private final LockService locks = new LockService(store, Clock.systemUTC(), new LockLimits(10_000, 10_000));

    @Test
    @Proves("DAV-LK-23")
    void ofManyAtOnceExactlyOneGetsAnExclusiveLock() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        atOnce(thread -> () -> {
            for (int round = 0; round < ROUNDS; round++) {
                // Half of them want the collection as a whole, half want the member.
                boolean tree = thread % 2 == 0;
                ResourcePath root = ResourcePath.parse("/" + round + (tree ? "" : "/member"));
                start.await();
                try {
                    locks.grant(new LockRequest(
                            root, tree, LockScope.EXCLUSIVE, "user" + thread, "", Duration.ofMinutes(10)));
                    granted.incrementAndGet();
                } catch (RequestRefusedException | MemberLockConflictException e) {
                    refused.incrementAndGet();
                }
            }
            return null;
        });

        assertThat(granted).hasValue(ROUNDS);
        assertThat(refused).hasValue((THREADS - 1) * ROUNDS);
        assertThat(locks.within(ResourcePath.ROOT)).hasSize(ROUNDS);
        assertThat(store.loadAll()).hasSize(ROUNDS);
    }

    @Test
    @Proves("DAV-LK-23")
    void lockingAndUnlockingInAnyOrderEndsClean() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        atOnce(thread -> () -> {
            for (int round = 0; round < ROUNDS; round++) {
                ResourcePath root = ResourcePath.parse("/same");
                try {
                    Lock lock = locks.grant(new LockRequest(
                            root, true, LockScope.EXCLUSIVE, "user" + thread, "", Duration.ofMinutes(10)));
                    assertThat(holders.incrementAndGet()).isEqualTo(1);
                    assertThat(locks.covering(root.child("member"))).containsExactly(lock);
                    holders.decrementAndGet();
                    locks.unlock(root, lock.token(), "user" + thread);
                } catch (RequestRefusedException e) {
                    assertThat(e.status()).isEqualTo(423);
                }
            }
            return null;
        });

        assertThat(locks.isEmpty()).isTrue();
        assertThat(store.loadAll()).isEmpty();
    }

    private interface Work {
        Callable<Void> of(int thread);
    }

    private static void atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(work.of(thread)));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
