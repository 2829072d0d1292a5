package io.headroom.server.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers over one store, each with its own idea of the time. */
@Timeout(60)
class SharedLocksTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final LockLimits LIMITS = new LockLimits(100, 50);

    private final MutableClock storeTime = new MutableClock(START);
    private final MutableClock fastTime = new MutableClock(START.plusSeconds(5));
    private final MutableClock slowTime = new MutableClock(START.minusSeconds(5));
    private final MemorySharedLockStore store = new MemorySharedLockStore(storeTime);
    private final LockService fast = new LockService(store, fastTime, LIMITS);
    private final LockService slow = new LockService(store, slowTime, LIMITS);

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private static Lock lock(LockService locks, String root) {
        return locks.grant(new LockRequest(path(root), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));
    }

    private static List<Lock> covering(LockService locks, String path) {
        locks.bringUpToDate();
        return locks.covering(path(path));
    }

    private static int status(ThrowingCallable call) {
        return assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(call)
                .actual()
                .status();
    }

    private void pass(Duration time) {
        List.of(storeTime, fastTime, slowTime).forEach(clock -> clock.advance(time));
    }

    @Test
    void aLockOfOneServerStandsInTheWayOnTheOther() {
        Lock lock = lock(fast, "/a");

        assertThat(status(() -> lock(slow, "/a/b"))).isEqualTo(423);
        assertThatExceptionOfType(MemberLockConflictException.class).isThrownBy(() -> lock(slow, "/"));
        assertThat(covering(slow, "/a/b")).containsExactly(lock);
        LockGuard guard = new LockGuard(slow);
        assertThat(guard.missing(path("/a/b"), Set.of(), "anna")).containsExactly(lock);
        assertThat(guard.missing(path("/a/b"), Set.of(lock.token()), "anna")).isEmpty();
    }

    @Test
    void aLockEndsAndIsRenewedThroughAnyServer() {
        Lock lock = lock(fast, "/a");

        Lock renewed = slow.refresh(path("/a/x"), Set.of(lock.token()), "anna", Duration.ofHours(1));
        assertThat(covering(fast, "/a")).containsExactly(renewed);

        slow.unlock(path("/a"), lock.token(), "anna");
        assertThat(covering(fast, "/a")).isEmpty();
        assertThat(status(() -> fast.unlock(path("/a"), lock.token(), "anna"))).isEqualTo(409);
        assertThat(status(() -> fast.refresh(path("/a"), Set.of(lock.token()), "anna", TIMEOUT)))
                .isEqualTo(412);
        lock(slow, "/a");
    }

    @Test
    void resourcesThatAreGoneTakeTheirLocksAlongEverywhere() {
        lock(fast, "/a/b");
        lock(fast, "/a/c");
        Lock other = lock(fast, "/b");

        slow.bringUpToDate();
        slow.forgetGone(path("/a"), path -> path.equals(path("/a/c")));
        assertThat(covering(fast, "/a/b")).isEmpty();
        assertThat(covering(fast, "/a/c")).hasSize(1);
        slow.forgetTree(path("/a"));

        fast.bringUpToDate();
        assertThat(fast.within(ResourcePath.ROOT)).containsExactly(other);
        assertThat(store.all()).containsExactly(other);
    }

    @Test
    void clocksThatDifferEndALockAtTheSameMoment() {
        Lock ofFast = lock(fast, "/fast");
        Lock ofSlow = lock(slow, "/slow");
        pass(TIMEOUT.minusMillis(1));

        for (LockService each : List.of(fast, slow)) {
            assertThat(covering(each, "/fast")).containsExactly(ofFast);
            assertThat(covering(each, "/slow")).containsExactly(ofSlow);
            assertThat(status(() -> lock(each, "/fast"))).isEqualTo(423);
        }

        pass(Duration.ofMillis(1));
        for (LockService each : List.of(fast, slow)) {
            assertThat(covering(each, "/fast")).isEmpty();
            assertThat(covering(each, "/slow")).isEmpty();
        }
        lock(slow, "/fast");
    }

    @Test
    void aClockThatIsSetForwardEndsNoLock() {
        Lock lock = lock(fast, "/a");
        fastTime.advance(Duration.ofDays(1));

        assertThat(covering(fast, "/a")).containsExactly(lock);
        assertThat(status(() -> lock(fast, "/a"))).isEqualTo(423);
    }

    @Test
    void whoSleptTooLongForTheListOfRemovalsReadsEverything() {
        Lock gone = lock(fast, "/a");
        assertThat(covering(slow, "/a")).containsExactly(gone);
        fast.unlock(path("/a"), gone.token(), "anna");
        Lock there = lock(fast, "/b");
        fast.sweep();

        slow.bringUpToDate();

        assertThat(slow.within(ResourcePath.ROOT)).containsExactly(there);
    }

    @Test
    void aServerThatStartsLaterKnowsAll() {
        Lock lock = lock(fast, "/a");

        assertThat(new LockService(store, storeTime, LIMITS).covering(path("/a")))
                .containsExactly(lock);
    }

    @Test
    void aSweepRemovesWhatExpiredFromTheStore() {
        lock(fast, "/a");
        pass(TIMEOUT);
        Lock living = lock(slow, "/b");
        assertThat(store.all()).hasSize(2);

        slow.sweep();

        assertThat(store.all()).containsExactly(living);
    }

    @Test
    void theLimitsCountTheLocksOfAllServers() {
        LockLimits two = new LockLimits(3, 2);
        LockService one = new LockService(store, storeTime, two);
        LockService other = new LockService(store, storeTime, two);
        lock(one, "/1");
        lock(other, "/2");

        assertThat(status(() -> lock(one, "/3"))).isEqualTo(429);
    }

    @Test
    void aDecisionThatIsAskedForTwiceCountsOnce() {
        store.tryTwice();
        Lock lock = lock(fast, "/a");

        assertThat(store.all()).containsExactly(lock);
        assertThat(covering(fast, "/a")).containsExactly(lock);
        assertThat(covering(slow, "/a")).containsExactly(lock);
    }

    @Test
    void withoutTheStoreNobodyKnowsWhatIsLocked() {
        Lock lock = lock(fast, "/a");
        store.outOfReach(true);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(slow::bringUpToDate);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> lock(slow, "/b"));
        slow.bringUpToDateIfPossible();
        assertThat(slow.covering(path("/a"))).isEmpty();

        store.outOfReach(false);
        slow.bringUpToDateIfPossible();
        assertThat(slow.covering(path("/a"))).containsExactly(lock);
    }

    @Test
    void locksOfResourcesThatWentWhileTheStoreWasAwayGoAtTheNextSweep() {
        lock(fast, "/a");
        store.outOfReach(true);
        fast.forgetTree(path("/a"));
        assertThat(store.all()).hasSize(1);

        store.outOfReach(false);
        fast.sweep();

        assertThat(store.all()).isEmpty();
        assertThat(covering(slow, "/a")).isEmpty();
    }

    @Test
    void ofManyOnBothServersExactlyOneGetsTheLock() throws Exception {
        int threads = 16;
        int rounds = 100;
        MemorySharedLockStore real = new MemorySharedLockStore(Clock.systemUTC());
        LockLimits many = new LockLimits(10_000, 10_000);
        List<LockService> servers = List.of(
                new LockService(real, Clock.systemUTC(), many),
                new LockService(real, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)), many));
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger holders = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        atOnce(threads, thread -> () -> {
            LockService locks = servers.get(thread % 2);
            for (int round = 0; round < rounds; round++) {
                start.await();
                try {
                    Lock lock = lock(locks, "/" + round);
                    granted.incrementAndGet();
                    assertThat(locks.covering(lock.root())).containsExactly(lock);
                } catch (RequestRefusedException e) {
                    assertThat(e.status()).isEqualTo(423);
                }
                try {
                    Lock lock = lock(locks, "/same");
                    assertThat(holders.incrementAndGet()).isEqualTo(1);
                    holders.decrementAndGet();
                    servers.get((thread + round) % 2).unlock(lock.root(), lock.token(), "anna");
                } catch (RequestRefusedException e) {
                    assertThat(e.status()).isEqualTo(423);
                }
            }
            return null;
        });

        assertThat(granted).hasValue(rounds);
        for (LockService each : servers) {
            each.bringUpToDate();
            assertThat(each.within(ResourcePath.ROOT)).hasSize(rounds);
        }
    }

    private interface Work {
        Callable<Void> of(int thread);
    }

    private static void atOnce(int count, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < count; thread++) {
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
