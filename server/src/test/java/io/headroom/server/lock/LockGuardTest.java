package io.headroom.server.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LockGuardTest {
    private final LockService locks =
            new LockService(new MemoryLockStore(), new MutableClock(Instant.EPOCH), new LockLimits(100, 100));
    private final LockGuard guard = new LockGuard(locks);

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private LockToken lock(String root, boolean infinite, LockScope scope, String principal) {
        return locks.grant(new LockRequest(path(root), infinite, scope, principal, "", Duration.ofMinutes(1)))
                .token();
    }

    private static void assertRefused(ThrowingCallable call, String... lockedRoots) {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(call)
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(423);
                    assertThat(refused.condition())
                            .contains(Condition.lockTokenSubmitted(Arrays.stream(lockedRoots)
                                    .map(ResourcePath::parse)
                                    .toList()));
                });
    }

    @Test
    void withoutLocksEverythingPasses() {
        guard.requireContent(path("/a"), Set.of(), "anna");
        guard.requireMembership(ResourcePath.ROOT, Set.of(), "anna");
        guard.requireTree(ResourcePath.ROOT, Set.of(), "anna");
    }

    @Test
    @Proves("DAV-LK-21")
    void aLockedResourceNeedsItsToken() {
        LockToken token = lock("/a", false, LockScope.EXCLUSIVE, "anna");

        assertRefused(() -> guard.requireContent(path("/a"), Set.of(), "anna"), "/a");
        assertRefused(() -> guard.requireContent(path("/a"), Set.of(new LockToken("urn:uuid:x")), "anna"), "/a");
        guard.requireContent(path("/a"), Set.of(token), "anna");
        guard.requireContent(path("/b"), Set.of(), "anna");
    }

    @Test
    @Proves("DAV-LK-18")
    void anotherPrincipalsTokenCountsForNothing() {
        LockToken token = lock("/a", false, LockScope.EXCLUSIVE, "anna");

        assertRefused(() -> guard.requireContent(path("/a"), Set.of(token), "bert"), "/a");
        assertRefused(() -> guard.requireTree(ResourcePath.ROOT, Set.of(token), "bert"), "/a");
    }

    @Test
    void oneOwnTokenAmongSharedLocksIsEnough() {
        LockToken annas = lock("/a", false, LockScope.SHARED, "anna");
        lock("/a", false, LockScope.SHARED, "bert");

        guard.requireContent(path("/a"), Set.of(annas), "anna");
        guard.requireTree(path("/a"), Set.of(annas), "anna");
        assertRefused(() -> guard.requireContent(path("/a"), Set.of(), "bert"), "/a");
        assertRefused(() -> guard.requireContent(path("/a"), Set.of(annas), "chris"), "/a");
    }

    @Test
    @Proves("DAV-LK-07")
    void aDeepLockCoversWhatIsMadeLater() {
        LockToken token = lock("/a", true, LockScope.EXCLUSIVE, "anna");

        assertRefused(() -> guard.requireMembership(path("/a/b"), Set.of(), "anna"), "/a");
        guard.requireMembership(path("/a/b"), Set.of(token), "anna");
    }

    @Test
    @Proves("DAV-LK-19")
    void aShallowLockOnACollectionProtectsItsMembershipOnly() {
        LockToken token = lock("/a", false, LockScope.EXCLUSIVE, "anna");

        assertRefused(() -> guard.requireMembership(path("/a"), Set.of(), "anna"), "/a");
        guard.requireMembership(path("/a"), Set.of(token), "anna");
        guard.requireContent(path("/a/b"), Set.of(), "bert");
        guard.requireMembership(path("/a/b"), Set.of(), "bert");
        guard.requireTree(path("/a/b"), Set.of(), "bert");
    }

    @Test
    void aTreeNeedsTheTokenOfEveryLockInIt() {
        LockToken member = lock("/a/b", false, LockScope.EXCLUSIVE, "anna");
        LockToken deeper = lock("/a/c/d", false, LockScope.EXCLUSIVE, "anna");
        lock("/a-b", false, LockScope.EXCLUSIVE, "bert");

        assertRefused(() -> guard.requireTree(path("/a"), Set.of(), "anna"), "/a/b", "/a/c/d");
        assertRefused(() -> guard.requireTree(path("/a"), Set.of(member), "anna"), "/a/c/d");
        guard.requireTree(path("/a"), Set.of(member, deeper), "anna");
        assertThat(guard.missingBelow(path("/a"), Set.of(deeper), "anna"))
                .extracting(Lock::root)
                .isEqualTo(List.of(path("/a/b")));
    }

    @Test
    void aSharedTreeLockStandsForTheMembersThatItCovers() {
        LockToken tree = lock("/a", true, LockScope.SHARED, "anna");
        lock("/a/b", false, LockScope.SHARED, "bert");

        assertThatCode(() -> guard.requireTree(path("/a"), Set.of(tree), "anna"))
                .doesNotThrowAnyException();
        assertRefused(() -> guard.requireTree(path("/a/b"), Set.of(), "chris"), "/a", "/a/b");
    }
}
