package io.headroom.server.lock;

/**
 * What names a lock (RFC 4918 §6.5).
 *
 * @param uri as it stands between the angle brackets of a Coded-URL
 */
public record LockToken(String uri) {
    @Override
    public String toString() {
        return uri;
    }
}
