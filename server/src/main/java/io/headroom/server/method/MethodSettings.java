package io.headroom.server.method;

import java.time.Duration;

/**
 * The settings that methods obey.
 *
 * @param infiniteDepth whether PROPFIND may ask for a whole tree
 * @param lockTimeout granted when a client names none it wants
 * @param longestLockTimeout the most that is granted
 * @param largestProperty the longest dead property, in characters of XML
 * @param unlimitedFigure what is shown as available where nothing limits it, in bytes
 */
public record MethodSettings(
        boolean infiniteDepth,
        Duration lockTimeout,
        Duration longestLockTimeout,
        int largestProperty,
        long unlimitedFigure) {
    public static final MethodSettings DEFAULT =
            new MethodSettings(false, Duration.ofHours(1), Duration.ofHours(24), 64 * 1024, 8L << 40);
}
