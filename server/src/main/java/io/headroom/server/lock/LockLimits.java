package io.headroom.server.lock;

/**
 * How many locks there may be, since each takes memory and a row. Expired ones don't count.
 *
 * @param total of everybody together
 * @param perPrincipal of one principal, so that one client can't take what all others need
 */
public record LockLimits(int total, int perPrincipal) {
    public LockLimits {
        if (total < 1 || perPrincipal < 1) {
            throw new IllegalArgumentException("at least one lock must be allowed");
        }
    }
}
