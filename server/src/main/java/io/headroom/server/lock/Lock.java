package io.headroom.server.lock;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;

/**
 * A write lock (RFC 4918 §14.1).
 *
 * @param root where it was taken
 * @param infinite whether it covers all that lies below, now and later; else the root alone
 * @param principal who took it: only that one may use its token
 * @param ownerXml the {@code DAV:owner} element as given, self-contained; empty when none was given
 * @param timeout what was granted at the last refresh
 * @param expiresAt when it vanishes by itself
 */
public record Lock(
        LockToken token,
        ResourcePath root,
        boolean infinite,
        LockScope scope,
        String principal,
        String ownerXml,
        Duration timeout,
        Instant expiresAt) {
    /** Whether the resource is in the scope of this lock. */
    public boolean covers(ResourcePath path) {
        return infinite ? path.startsWith(root) : path.equals(root);
    }

    /** The same lock with its time started anew. */
    Lock renewed(Duration granted, Instant now) {
        return new Lock(token, root, infinite, scope, principal, ownerXml, granted, now.plus(granted));
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
