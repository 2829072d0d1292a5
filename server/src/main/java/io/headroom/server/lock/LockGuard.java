package io.headroom.server.lock;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Set;

/**
 * What locks forbid (RFC 4918 §7). A write passes when for each resource that it changes one of the covering locks was
 * submitted by the principal who holds it: several cover one resource only when all are shared, and then one is enough.
 *
 * <p>Thread-safe. Without any lock, each question costs one read of a field.
 */
public final class LockGuard {
    private final LockService locks;

    public LockGuard(LockService locks) {
        this.locks = locks;
    }

    /**
     * Before a change of content or of properties: PUT over a file, PROPPATCH.
     *
     * @param submitted the tokens of the If header
     * @throws RequestRefusedException 423 with lock-token-submitted
     */
    public void requireContent(ResourcePath path, Set<LockToken> submitted, String principal) {
        refuse(missing(path, submitted, principal));
    }

    /**
     * Before a collection gains or loses a member: PUT of a new file, MKCOL, DELETE, both ends of a MOVE, the Destination of a
     * COPY. A depth-0 lock on the collection forbids this too (RFC 4918 §7.4).
     *
     * @param collection the parent of what appears or vanishes
     * @throws RequestRefusedException 423 with lock-token-submitted
     */
    public void requireMembership(ResourcePath collection, Set<LockToken> submitted, String principal) {
        refuse(missing(collection, submitted, principal));
    }

    /**
     * Before a resource goes away or is replaced with all that lies below it: DELETE, the source of a MOVE, what stands at a
     * Destination.
     *
     * @throws RequestRefusedException 423 with lock-token-submitted
     */
    public void requireTree(ResourcePath path, Set<LockToken> submitted, String principal) {
        refuse(missing(path, submitted, principal));
        refuse(missingBelow(path, submitted, principal));
    }

    /**
     * Which locks keep a principal from changing one resource.
     *
     * @return none when the change may go on
     */
    public List<Lock> missing(ResourcePath path, Set<LockToken> submitted, String principal) {
        if (locks.isEmpty()) {
            return List.of();
        }
        List<Lock> covering = locks.covering(path);
        return isHeld(covering, submitted, principal) ? List.of() : covering;
    }

    /**
     * Which locks below a resource, not on it, keep a principal from removing them; for answers that name each member.
     *
     * @return none when all may go; else in tree order
     */
    public List<Lock> missingBelow(ResourcePath path, Set<LockToken> submitted, String principal) {
        if (locks.isEmpty()) {
            return List.of();
        }
        return locks.within(path).stream()
                .filter(lock -> !lock.root().equals(path))
                .filter(lock -> !isHeld(locks.covering(lock.root()), submitted, principal))
                .toList();
    }

    private static boolean isHeld(List<Lock> covering, Set<LockToken> submitted, String principal) {
        for (Lock lock : covering) {
            if (submitted.contains(lock.token()) && lock.principal().equals(principal)) {
                return true;
            }
        }
        return covering.isEmpty();
    }

    private static void refuse(List<Lock> missing) {
        if (!missing.isEmpty()) {
            throw new RequestRefusedException(
                    423,
                    "The resource is locked and its lock token was not submitted.",
                    Condition.lockTokenSubmitted(LockService.roots(missing)));
        }
    }
}
