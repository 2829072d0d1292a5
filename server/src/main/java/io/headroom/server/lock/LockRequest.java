package io.headroom.server.lock;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;

/**
 * A lock that somebody wants (RFC 4918 §9.10).
 *
 * @param root the Request-URI
 * @param infinite whether members, now and later, are to be covered
 * @param principal who asks; empty for nobody in particular
 * @param ownerXml the {@code DAV:owner} element as given, self-contained; empty when none was given
 * @param timeout how long it lives without a refresh; positive, already cut to what the server allows
 */
public record LockRequest(
        ResourcePath root, boolean infinite, LockScope scope, String principal, String ownerXml, Duration timeout) {
    public LockRequest {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a lock lives for some time, not " + timeout);
        }
    }
}
