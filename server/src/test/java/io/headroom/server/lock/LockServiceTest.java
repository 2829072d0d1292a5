package io.headroom.server.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockServiceTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final MemoryLockStore store = new MemoryLockStore();
    private final LockService locks = new LockService(store, clock, new LockLimits(100, 50));

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private Lock exclusive(String root) {
        return grant(root, false, LockScope.EXCLUSIVE, "anna");
    }

    private Lock exclusiveTree(String root) {
        return grant(root, true, LockScope.EXCLUSIVE, "anna");
    }

    private Lock grant(String root, boolean infinite, LockScope scope, String principal) {
        return locks.grant(new LockRequest(path(root), infinite, scope, principal, "", TIMEOUT));
    }

    private static RequestRefusedException refusal(ThrowingCallable call) {
        return assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(call)
                .actual();
    }

    @Test
    @Proves("DAV-LK-01")
    void aGrantedLockIsAsRequestedAndStored() {
        Lock lock = locks.grant(
                new LockRequest(path("/a"), true, LockScope.SHARED, "anna", "<owner/>", Duration.ofSeconds(90)));

        assertThat(lock.root()).isEqualTo(path("/a"));
        assertThat(lock.infinite()).isTrue();
        assertThat(lock.scope()).isEqualTo(LockScope.SHARED);
        assertThat(lock.principal()).isEqualTo("anna");
        assertThat(lock.ownerXml()).isEqualTo("<owner/>");
        assertThat(lock.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(lock.expiresAt()).isEqualTo(clock.instant().plusSeconds(90));
        assertThat(store.loadAll()).containsExactly(lock);
        assertThat(locks.covering(path("/a"))).containsExactly(lock);
    }

    @Test
    @Proves("DAV-LK-17")
    void tokensAreRandomUuids() {
        Set<LockToken> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            LockToken token = exclusive("/a" + i).token();
            assertThat(token.uri()).startsWith("urn:uuid:");
            assertThat(UUID.fromString(token.uri().substring("urn:uuid:".length()))
                            .version())
                    .isEqualTo(4);
            assertThat(seen.add(token)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // held, held depth, wanted, wanted root, granted?
        "EXCLUSIVE, 0,        EXCLUSIVE, /a/b,   false",
        "EXCLUSIVE, 0,        SHARED,    /a/b,   false",
        "SHARED,    0,        EXCLUSIVE, /a/b,   false",
        "SHARED,    0,        SHARED,    /a/b,   true",
        "EXCLUSIVE, infinity, EXCLUSIVE, /a/b/c, false",
        "EXCLUSIVE, infinity, SHARED,    /a/b/c, false",
        "SHARED,    infinity, EXCLUSIVE, /a/b/c, false",
        "SHARED,    infinity, SHARED,    /a/b/c, true",
        "EXCLUSIVE, 0,        EXCLUSIVE, /a/b/c, true",
        "EXCLUSIVE, infinity, EXCLUSIVE, /a/bc,  true",
        "EXCLUSIVE, infinity, EXCLUSIVE, /a/b-c, true",
        "EXCLUSIVE, infinity, EXCLUSIVE, /a,     true",
    })
    @Proves({"DAV-LK-02", "DAV-LK-03", "DAV-LK-07"})
    void locksConflictOnTheResourceAndFromAbove(
            LockScope held, String depth, LockScope wanted, String root, boolean granted) {
        grant("/a/b", depth.equals("infinity"), held, "anna");

        if (granted) {
            grant(root, false, wanted, "bert");
            return;
        }
        RequestRefusedException refused = refusal(() -> grant(root, false, wanted, "bert"));
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.condition()).contains(Condition.noConflictingLock(List.of(path("/a/b"))));
        assertThat(store.loadAll()).hasSize(1);
    }

    @Test
    @Proves("DAV-LK-08")
    void lockedMembersRefuseADeepLockAndNothingIsLocked() {
        Lock first = exclusive("/a/b");
        Lock second = grant("/a/c/d", false, LockScope.SHARED, "bert");
        exclusive("/a-b");

        assertThatExceptionOfType(MemberLockConflictException.class)
                .isThrownBy(() -> exclusiveTree("/a"))
                .satisfies(refused -> assertThat(refused.locks()).containsExactly(first, second));
        assertThatExceptionOfType(MemberLockConflictException.class)
                .isThrownBy(() -> grant("/a", true, LockScope.SHARED, "anna"))
                .satisfies(refused -> assertThat(refused.locks()).containsExactly(first));
        assertThat(store.loadAll()).hasSize(3);
        assertThat(locks.covering(path("/a"))).isEmpty();
    }

    @Test
    void aDeepSharedLockTakesInSharedMembers() {
        grant("/a/b", false, LockScope.SHARED, "bert");

        Lock tree = grant("/a", true, LockScope.SHARED, "anna");

        assertThat(locks.covering(path("/a/x"))).containsExactly(tree);
    }

    @Test
    void coveringListsTheOutermostFirstAndWithinInTreeOrder() {
        Lock root = grant("/", true, LockScope.SHARED, "anna");
        Lock middle = grant("/a", true, LockScope.SHARED, "anna");
        grant("/a/b", false, LockScope.SHARED, "anna");
        Lock leaf = grant("/a/b/c", false, LockScope.SHARED, "anna");
        Lock neighbour = grant("/a-b", false, LockScope.SHARED, "anna");

        assertThat(locks.covering(path("/a/b/c"))).containsExactly(root, middle, leaf);
        assertThat(locks.within(path("/a")))
                .extracting(Lock::root)
                .containsExactly(path("/a"), path("/a/b"), path("/a/b/c"));
        assertThat(locks.within(ResourcePath.ROOT))
                .startsWith(root)
                .endsWith(neighbour)
                .hasSize(5);
    }

    @Test
    @Proves("DAV-LK-16")
    void anExpiredLockIsNotThereAnyMore() {
        Lock lock = exclusiveTree("/a");
        clock.advance(TIMEOUT.minusMillis(1));
        assertThat(locks.covering(path("/a/b"))).containsExactly(lock);

        clock.advance(Duration.ofMillis(1));

        assertThat(locks.covering(path("/a/b"))).isEmpty();
        assertThat(locks.within(ResourcePath.ROOT)).isEmpty();
        assertThat(refusal(() -> locks.unlock(path("/a"), lock.token(), "anna")).status())
                .isEqualTo(409);
        assertThat(refusal(() -> locks.refresh(path("/a"), Set.of(lock.token()), "anna", TIMEOUT))
                        .status())
                .isEqualTo(412);
        Lock next = grant("/a", true, LockScope.EXCLUSIVE, "bert");
        assertThat(locks.covering(path("/a"))).containsExactly(next);
    }

    @Test
    void aSweepRemovesWhatExpiredFromTheStoreToo() {
        exclusive("/a");
        clock.advance(TIMEOUT);
        Lock living = exclusive("/b");
        assertThat(store.loadAll()).hasSize(2);

        locks.sweep();

        assertThat(store.loadAll()).containsExactly(living);
        clock.advance(TIMEOUT);
        locks.sweep();
        assertThat(locks.isEmpty()).isTrue();
        assertThat(store.loadAll()).isEmpty();
    }

    @Test
    @Proves({"DAV-LK-11", "DAV-LK-12"})
    void aRefreshThroughAMemberStartsTheTimeAnew() {
        Lock lock = exclusiveTree("/a");
        clock.advance(TIMEOUT.minusSeconds(1));

        Lock renewed = locks.refresh(path("/a/b/c"), Set.of(lock.token()), "anna", Duration.ofSeconds(30));

        assertThat(renewed.token()).isEqualTo(lock.token());
        assertThat(renewed.root()).isEqualTo(path("/a"));
        assertThat(renewed.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(store.loadAll()).containsExactly(renewed);
        clock.advance(Duration.ofSeconds(29));
        assertThat(locks.covering(path("/a"))).containsExactly(renewed);
        clock.advance(Duration.ofSeconds(1));
        assertThat(locks.covering(path("/a"))).isEmpty();
    }

    @Test
    @Proves("DAV-LK-13")
    void aRefreshNeedsATokenThatCoversTheResource() {
        Lock lock = exclusive("/a");

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> locks.refresh(path("/b"), Set.of(lock.token()), "anna", TIMEOUT),
                () -> locks.refresh(path("/a/b"), Set.of(lock.token()), "anna", TIMEOUT),
                () -> locks.refresh(path("/a"), Set.of(), "anna", TIMEOUT),
                () -> locks.refresh(path("/a"), Set.of(new LockToken("urn:uuid:x")), "anna", TIMEOUT))) {
            RequestRefusedException refused = refusal(call);
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.condition()).contains(Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
    }

    @Test
    @Proves({"DAV-LK-18", "DAV-UL-05"})
    void aTokenServesOnlyWhoeverTookTheLock() {
        Lock lock = exclusive("/a");

        assertThat(refusal(() -> locks.refresh(path("/a"), Set.of(lock.token()), "bert", TIMEOUT))
                        .status())
                .isEqualTo(403);
        assertThat(refusal(() -> locks.unlock(path("/a"), lock.token(), "bert")).status())
                .isEqualTo(403);
        assertThat(locks.covering(path("/a"))).containsExactly(lock);
    }

    @Test
    @Proves({"DAV-UL-01", "DAV-UL-02"})
    void anUnlockThroughAMemberEndsTheWholeLock() {
        Lock lock = exclusiveTree("/a");

        locks.unlock(path("/a/b/c"), lock.token(), "anna");

        assertThat(locks.isEmpty()).isTrue();
        assertThat(locks.covering(path("/a"))).isEmpty();
        assertThat(store.loadAll()).isEmpty();
        exclusiveTree("/a");
    }

    @Test
    @Proves("DAV-UL-04")
    void anUnlockNeedsATokenThatCoversTheResource() {
        Lock lock = exclusive("/a");

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> locks.unlock(path("/b"), lock.token(), "anna"),
                () -> locks.unlock(path("/a/b"), lock.token(), "anna"),
                () -> locks.unlock(path("/a"), new LockToken("urn:uuid:x"), "anna"))) {
            RequestRefusedException refused = refusal(call);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.condition()).contains(Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
        assertThat(locks.covering(path("/a"))).containsExactly(lock);
    }

    @Test
    void oneOfSeveralSharedLocksEndsAlone() {
        Lock first = grant("/a", false, LockScope.SHARED, "anna");
        Lock second = grant("/a", false, LockScope.SHARED, "bert");

        locks.unlock(path("/a"), first.token(), "anna");

        assertThat(locks.covering(path("/a"))).containsExactly(second);
        assertThat(locks.within(ResourcePath.ROOT)).containsExactly(second);
    }

    @Test
    void aTreeThatIsGoneTakesItsLocksAlongAndNoOthers() {
        Lock above = grant("/", true, LockScope.SHARED, "anna");
        grant("/a", true, LockScope.SHARED, "anna");
        grant("/a/b/c", false, LockScope.SHARED, "anna");
        Lock neighbour = grant("/a-b", false, LockScope.SHARED, "anna");

        locks.forgetTree(path("/a"));

        assertThat(locks.within(ResourcePath.ROOT)).containsExactly(above, neighbour);
        assertThat(store.loadAll()).containsExactlyInAnyOrder(above, neighbour);
    }

    @Test
    @Proves("DAV-LK-22")
    void aRestartKeepsLocksButNotExpiredOnes() {
        Lock soon =
                locks.grant(new LockRequest(path("/a"), false, LockScope.EXCLUSIVE, "anna", "", Duration.ofSeconds(1)));
        Lock later = exclusiveTree("/b");
        clock.advance(Duration.ofSeconds(1));

        LockService restarted = new LockService(store, clock, new LockLimits(100, 50));

        assertThat(restarted.covering(path("/b/c"))).containsExactly(later);
        assertThat(restarted.covering(path("/a"))).isEmpty();
        assertThat(store.loadAll()).doesNotContain(soon).containsExactly(later);
    }

    @Test
    @Proves("S507-LK-02")
    void thereIsALimitForEachAndOneForAll() {
        LockService few = new LockService(new MemoryLockStore(), clock, new LockLimits(3, 2));
        few.grant(new LockRequest(path("/1"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));
        Lock second = few.grant(new LockRequest(path("/2"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));

        RequestRefusedException refused =
                refusal(() -> few.grant(new LockRequest(path("/3"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("Retry-After");

        few.grant(new LockRequest(path("/3"), false, LockScope.EXCLUSIVE, "bert", "", TIMEOUT));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(
                        () -> few.grant(new LockRequest(path("/4"), false, LockScope.EXCLUSIVE, "bert", "", TIMEOUT)));

        few.unlock(path("/2"), second.token(), "anna");
        few.grant(new LockRequest(path("/4"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));
        clock.advance(TIMEOUT);
        few.grant(new LockRequest(path("/5"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));
    }

    @Test
    void whatCannotBeStoredIsNotGranted() {
        LockService full = new LockService(
                new FailingStore() {
                    @Override
                    public void add(Lock lock) {
                        throw new InsufficientStorageException(Reason.METADATA_FULL, lock.root(), null);
                    }
                },
                clock,
                new LockLimits(10, 10));

        assertThatExceptionOfType(InsufficientStorageException.class)
                .isThrownBy(
                        () -> full.grant(new LockRequest(path("/a"), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT)));
        assertThat(full.isEmpty()).isTrue();
        assertThat(full.within(ResourcePath.ROOT)).isEmpty();
    }

    @Test
    void whatCannotBeRemovedIsTriedAgain() {
        boolean[] broken = {true};
        MemoryLockStore rows = new MemoryLockStore();
        LockService service = new LockService(
                new FailingStore() {
                    @Override
                    public void add(Lock lock) {
                        rows.add(lock);
                    }

                    @Override
                    public void remove(Collection<LockToken> tokens) {
                        if (broken[0]) {
                            throw new UnexpectedStorageException(ResourcePath.ROOT, new IOException("broken"));
                        }
                        rows.remove(tokens);
                    }
                },
                clock,
                new LockLimits(10, 10));
        Lock lock = service.grant(new LockRequest(path("/a"), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));

        assertThatExceptionOfType(UnexpectedStorageException.class)
                .isThrownBy(() -> service.unlock(path("/a"), lock.token(), "anna"));
        assertThat(service.isEmpty()).isTrue();

        broken[0] = false;
        service.sweep();
        assertThat(rows.loadAll()).isEmpty();
    }

    @Test
    void aLockWhoseStoringWasNotAnsweredIsRemovedWhenTheStoreIsBack() {
        boolean[] away = {true};
        MemoryLockStore rows = new MemoryLockStore();
        LockService service = new LockService(
                new FailingStore() {
                    @Override
                    public void add(Lock lock) {
                        rows.add(lock);
                        if (away[0]) {
                            throw new UnavailableException(lock.root(), Duration.ofSeconds(5), null);
                        }
                    }

                    @Override
                    public void remove(Collection<LockToken> tokens) {
                        rows.remove(tokens);
                    }
                },
                clock,
                new LockLimits(10, 10));
        LockRequest request = new LockRequest(path("/a"), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> service.grant(request));
        away[0] = false;
        Lock granted = service.grant(request);

        assertThat(rows.loadAll()).containsExactly(granted);
    }

    @Test
    void locksOfWhatIsGoneEndAlsoWhileTheStoreIsAway() {
        boolean[] away = {true};
        MemoryLockStore rows = new MemoryLockStore();
        LockService service = new LockService(
                new FailingStore() {
                    @Override
                    public void add(Lock lock) {
                        rows.add(lock);
                    }

                    @Override
                    public void remove(Collection<LockToken> tokens) {
                        if (away[0]) {
                            throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(5), null);
                        }
                        rows.remove(tokens);
                    }
                },
                clock,
                new LockLimits(10, 10));
        service.grant(new LockRequest(path("/a/b"), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));

        service.forgetTree(path("/a"));
        assertThat(service.isEmpty()).isTrue();
        assertThat(rows.loadAll()).hasSize(1);

        away[0] = false;
        Lock next = service.grant(new LockRequest(path("/c"), true, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));
        assertThat(rows.loadAll()).containsExactly(next);
    }

    @Test
    void aLockForgottenWhileItIsStoredLeavesNoRow() {
        MemoryLockStore rows = new MemoryLockStore();
        LockService[] service = new LockService[1];
        service[0] = new LockService(
                new FailingStore() {
                    @Override
                    public void add(Lock lock) {
                        // Somebody deletes the resource at this very moment.
                        service[0].forgetTree(lock.root());
                        rows.add(lock);
                    }

                    @Override
                    public void remove(Collection<LockToken> tokens) {
                        rows.remove(tokens);
                    }
                },
                clock,
                new LockLimits(10, 10));

        service[0].grant(new LockRequest(path("/a"), false, LockScope.EXCLUSIVE, "anna", "", TIMEOUT));

        assertThat(rows.loadAll()).isEmpty();
    }

    /** Nothing in it, and no room for more than a test gives it. */
    private static class FailingStore implements LockStore {
        @Override
        public List<Lock> loadAll() {
            return List.of();
        }

        @Override
        public void add(Lock lock) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void refresh(Lock lock) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(Collection<LockToken> tokens) {}
    }
}
