package io.headroom.server.lock;

import java.util.List;

/**
 * Locks on members stand in the way of a depth-infinity lock. Nothing was locked; the answer is a 207 with 423 for each
 * such member and 424 for the Request-URI (RFC 4918 §9.10.3).
 */
public final class MemberLockConflictException extends RuntimeException {
    private final List<Lock> locks;

    /** @param locks those that stand in the way, in tree order; at least one */
    public MemberLockConflictException(List<Lock> locks) {
        // No stack trace: a refusal is an answer, not a fault, and costs no more than one.
        super("locked members: " + locks.size(), null, false, false);
        this.locks = List.copyOf(locks);
    }

    public List<Lock> locks() {
        return locks;
    }
}
