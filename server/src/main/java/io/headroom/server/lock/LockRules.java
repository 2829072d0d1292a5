package io.headroom.server.lock;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who gets, renews and ends which lock, as far as an index knows (RFC 4918 §6, §9.10, §9.11). Changes nothing. For one thread
 * at a time that keeps others from changing the index.
 */
final class LockRules {
    private static final Duration LIMIT_RETRY = Duration.ofSeconds(60);

    private final LockIndex index;
    private final LockLimits limits;

    LockRules(LockIndex index, LockLimits limits) {
        this.index = index;
        this.limits = limits;
    }

    /**
     * The lock that a request gets.
     *
     * @throws RequestRefusedException 423 or 429
     * @throws MemberLockConflictException when only locks below stand in the way
     * @throws UnavailableException when there are as many locks as there may be
     */
    Lock granted(LockRequest request, Instant now) {
        checkConflicts(request, now);
        checkLimits(request);
        return new Lock(
                new LockToken("urn:uuid:" + UUID.randomUUID()),
                request.root(),
                request.infinite(),
                request.scope(),
                request.principal(),
                request.ownerXml(),
                request.timeout(),
                now.plus(request.timeout()));
    }

    private void checkConflicts(LockRequest request, Instant now) {
        List<Lock> above = conflicting(index.covering(request.root(), now), request);
        if (!above.isEmpty()) {
            throw new RequestRefusedException(
                    423, "Another lock stands in the way.", Condition.noConflictingLock(LockService.roots(above)));
        }
        if (request.infinite()) {
            List<Lock> below = conflicting(index.within(request.root(), now), request);
            if (!below.isEmpty()) {
                throw new MemberLockConflictException(below);
            }
        }
    }

    private static List<Lock> conflicting(List<Lock> locks, LockRequest request) {
        if (request.scope() == LockScope.EXCLUSIVE) {
            return locks;
        }
        return locks.stream()
                .filter(lock -> lock.scope() == LockScope.EXCLUSIVE)
                .toList();
    }

    private void checkLimits(LockRequest request) {
        if (index.size() >= limits.total()) {
            throw new UnavailableException(request.root(), LIMIT_RETRY, null);
        }
        if (index.heldBy(request.principal()) >= limits.perPrincipal()) {
            throw new RequestRefusedException(
                    429,
                    "You hold " + limits.perPrincipal() + " locks, as many as one may. Unlock something first.",
                    Map.of("Retry-After", Long.toString(LIMIT_RETRY.toSeconds())));
        }
    }

    /**
     * The lock that a refresh means.
     *
     * @throws RequestRefusedException 412 or 403
     */
    Lock refreshable(ResourcePath path, Set<LockToken> submitted, String principal, Instant now) {
        List<Lock> meant = index.covering(path, now).stream()
                .filter(lock -> submitted.contains(lock.token()))
                .toList();
        if (meant.isEmpty()) {
            throw new RequestRefusedException(
                    412, "No lock with this token covers the resource.", Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
        for (Lock lock : meant) {
            if (lock.principal().equals(principal)) {
                return lock;
            }
        }
        throw new RequestRefusedException(403, "The lock belongs to somebody else.");
    }

    /**
     * The lock that an unlock means.
     *
     * @throws RequestRefusedException 409 or 403
     */
    Lock unlockable(ResourcePath path, LockToken token, String principal, Instant now) {
        @Nullable Lock lock = index.get(token);
        if (lock == null || lock.isExpired(now) || !lock.covers(path)) {
            throw new RequestRefusedException(
                    409, "No lock with this token covers the resource.", Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
        if (!lock.principal().equals(principal)) {
            throw new RequestRefusedException(403, "The lock belongs to somebody else.");
        }
        return lock;
    }
}
