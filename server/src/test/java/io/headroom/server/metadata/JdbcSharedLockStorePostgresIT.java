package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockService;
import io.headroom.server.lock.LockToken;
import io.headroom.server.lock.MemberLockConflictException;
import io.headroom.server.lock.SharedLockStore;
import io.headroom.server.lock.SharedLockStore.Edit;
import io.headroom.server.lock.SharedLockStore.News;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers' connections to a real PostgreSQL. */
@Timeout(120)
class JdbcSharedLockStorePostgresIT {
    private static final LockLimits LIMITS = new LockLimits(10_000, 10_000);

    private final String url = PostgresServer.shared().createDatabase();
    private final MetadataDatabase one = MetadataDatabase.open(MetadataSettings.parse(url, true));
    private final MetadataDatabase two = MetadataDatabase.open(MetadataSettings.parse(url, true));
    private final SharedLockStore store = new JdbcSharedLockStore(one);
    private final SharedLockStore other = new JdbcSharedLockStore(two);

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static Lock lock(String token, Instant expires) {
        return new Lock(
                new LockToken("urn:uuid:" + token),
                ResourcePath.parse("/Grüße/" + token),
                true,
                LockScope.SHARED,
                "anna",
                "<owner/>",
                Duration.ofSeconds(90),
                expires);
    }

    private Instant later() {
        return store.state().time().plusSeconds(3600);
    }

    private static long add(SharedLockStore store, Lock lock) {
        return store.change(SharedLockStore.NOTHING, news -> new Edit(List.of(lock), List.of(), List.of()));
    }

    private static long remove(SharedLockStore store, Lock lock) {
        return store.change(0, news -> new Edit(List.of(), List.of(), List.of(lock.token())));
    }

    private static Lock grant(LockService locks, String root, Duration timeout) {
        return locks.grant(new LockRequest(ResourcePath.parse(root), true, LockScope.EXCLUSIVE, "anna", "", timeout));
    }

    @Test
    void theOtherServerHearsOfWhatIsNewer() {
        Lock first = lock("1", later());
        Lock second = lock("2", later());
        long after = add(store, first);
        add(store, second);

        News news = other.since(after);
        assertThat(news.whole()).isFalse();
        assertThat(news.present()).containsExactly(second);
        assertThat(news.gone()).isEmpty();
        assertThat(news.state().version()).isEqualTo(after + 1);
        assertThat(other.since(SharedLockStore.NOTHING).whole()).isTrue();
        assertThat(other.since(SharedLockStore.NOTHING).present()).containsExactlyInAnyOrder(first, second);

        Lock renewed = lock("1", later().plusSeconds(60));
        store.change(after, seen -> new Edit(List.of(), List.of(renewed), List.of()));
        long last = remove(store, second);
        News then = other.since(after);
        assertThat(then.present()).containsExactly(renewed);
        assertThat(then.gone()).containsExactly(second.token());
        assertThat(other.since(last).present()).isEmpty();
        assertThat(other.since(last).whole()).isFalse();
    }

    @Test
    void aVersionFromAnotherLifeOfTheDatabaseGivesAll() {
        Lock lock = lock("1", later());
        long version = add(store, lock);

        News news = other.since(version + 10);

        assertThat(news.whole()).isTrue();
        assertThat(news.present()).containsExactly(lock);
    }

    @Test
    void anEmptyEditLeavesTheVersion() {
        long version = add(store, lock("1", later()));

        assertThat(store.change(version, news -> Edit.NONE)).isEqualTo(version);
        assertThat(store.state().version()).isEqualTo(version);
    }

    @Test
    void aSweepTakesWhatHasExpiredByTheDatabasesClock() {
        Lock expired = lock("1", store.state().time().minusSeconds(1));
        Lock living = lock("2", later());
        add(store, expired);
        add(store, living);

        other.sweep();

        assertThat(store.since(SharedLockStore.NOTHING).present()).containsExactly(living);
    }

    @Test
    void whoMissedForgottenRemovalsGetsAll() {
        Lock gone = lock("1", later());
        Lock living = lock("2", later());
        long before = add(store, gone);
        add(store, living);
        long version = remove(store, gone);
        one.write(
                ResourcePath.ROOT,
                session -> session.prepare("UPDATE lock_removal SET removed_at = 0")
                        .executeUpdate());

        other.sweep();

        assertThat(other.since(before).whole()).isTrue();
        assertThat(other.since(before).present()).containsExactly(living);
        assertThat(other.since(version).whole()).isFalse();
    }

    @Test
    void whatAnyServersClockSaysEndsNoLock() {
        // One lives in the past, the other in the future, and neither clock moves.
        LockService past = new LockService(store, new MutableClock(Instant.EPOCH), LIMITS);
        LockService future = new LockService(other, new MutableClock(Instant.parse("2100-01-01T00:00:00Z")), LIMITS);
        Lock lock = grant(past, "/a", Duration.ofSeconds(2));
        Instant end = lock.expiresAt();

        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            future.bringUpToDate();
            boolean held = !future.covering(ResourcePath.parse("/a/b")).isEmpty();
            // Asked after the look: as long as it isn't over now, it wasn't then.
            assertThat(held || !store.state().time().isBefore(end)).isTrue();
            return !held;
        });
        assertThat(grant(future, "/a", Duration.ofMinutes(1)).expiresAt())
                .isBetween(later().minusSeconds(3600 - 50), later().minusSeconds(3600 - 60));
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> grant(past, "/a", Duration.ofMinutes(1)));
    }

    @Test
    void ofManyOnBothServersExactlyOneGetsTheLock() throws Exception {
        int threads = 8;
        int rounds = 40;
        List<LockService> servers = List.of(
                new LockService(store, Clock.systemUTC(), LIMITS),
                new LockService(other, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)), LIMITS));
        AtomicInteger granted = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            LockService locks = servers.get(thread % 2);
            boolean tree = thread % 3 == 0;
            work.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    start.await();
                    try {
                        grant(locks, "/" + round + (tree ? "" : "/member"), Duration.ofMinutes(10));
                        granted.incrementAndGet();
                    } catch (RequestRefusedException e) {
                        assertThat(e.status()).isEqualTo(423);
                    } catch (MemberLockConflictException e) {
                        assertThat(tree).isTrue();
                    }
                }
                return null;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (Future<Void> each : pool.invokeAll(work)) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(granted).hasValue(rounds);
        for (LockService each : servers) {
            each.bringUpToDate();
            assertThat(each.within(ResourcePath.ROOT)).hasSize(rounds);
        }
    }
}
