package io.headroom.s3;

import io.headroom.spi.Limits;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.path.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a resource lies in the bucket. A file is the object at the prefix and its path. A collection is whatever lies below its
 * path with a slash, and its marker, an empty object at just that key, keeps it when it is empty. Immutable.
 */
final class S3Keys {
    /** How every name at the top begins that is kept back for the server. */
    static final String RESERVED = ".headroom";

    /** Where our own objects lie, below the prefix. */
    private static final String OWN = RESERVED + "/";

    /** The most that stores take as one object. */
    static final long LARGEST_FILE = 5L * 1024 * 1024 * 1024 * 1024;

    private final String prefix;
    private final int longestName;

    S3Keys(S3Settings settings) {
        this.prefix = settings.prefix();
        this.longestName = settings.longestName();
    }

    /** Before every key. */
    String prefix() {
        return prefix;
    }

    /** A path has one byte more than its key below the prefix, and so has the marker. */
    Limits limits() {
        return new Limits(LARGEST_FILE, longestName, S3Settings.LONGEST_KEY - utf8(prefix));
    }

    /** The object of a file. */
    String file(ResourcePath path) {
        return prefix + path.toString().substring(1);
    }

    /** What every key below a collection begins with; also the key of its marker. For the root it is the prefix itself. */
    String collection(ResourcePath path) {
        return path.isRoot() ? prefix : file(path) + "/";
    }

    /**
     * One of our own objects, which nobody is served.
     *
     * @param name such as {@code probe/1}
     */
    String own(String name) {
        return prefix + OWN + name;
    }

    boolean isOwn(String key) {
        return key.startsWith(prefix + OWN);
    }

    /**
     * What lies at a key; empty for keys that aren't below the prefix or that can't be served: {@code a//b} and {@code a/../b},
     * which no path names, and what some stores can't list, as XML has no such characters. Those are never shown.
     */
    Optional<ResourcePath> path(String key) {
        if (!key.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = key.substring(prefix.length());
        String names = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (names.isEmpty()) {
            return rest.isEmpty() ? Optional.of(ResourcePath.ROOT) : Optional.empty();
        }
        try {
            ResourcePath path = ResourcePath.parse("/" + names);
            return isReserved(path) || !fitsInXml(rest) ? Optional.empty() : Optional.of(path);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For failures: the path, or the root for what has none. */
    ResourcePath about(String key) {
        return path(key).orElse(ResourcePath.ROOT);
    }

    /** Whether anything could be at the path at all. */
    boolean isServed(ResourcePath path) {
        return !isReserved(path) && !isTooLong(path) && fitsInXml(path.toString());
    }

    /** Whether the key can be named in what is sent to the store and comes from it without an encoding. */
    static boolean fitsInXml(String key) {
        return key.chars()
                .noneMatch(c -> (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF);
    }

    /**
     * Refuses what can't be made.
     *
     * @throws NameRejectedException for reserved and too long names, and for control characters: not every store and client can
     *     name them again
     */
    void checkNew(ResourcePath path) {
        if (isTooLong(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.TOO_LONG);
        }
        String text = path.toString();
        if (isReserved(path) || !fitsInXml(text) || text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
    }

    private boolean isTooLong(ResourcePath path) {
        String text = path.toString();
        // No character has more than three bytes for each of its chars: most paths need no count.
        if (text.length() * 3 <= longestName) {
            return false;
        }
        return utf8(prefix) + utf8(text) > S3Settings.LONGEST_KEY
                || path.segments().stream().anyMatch(name -> utf8(name) > longestName);
    }

    private static boolean isReserved(ResourcePath path) {
        return path.toString().regionMatches(true, 1, RESERVED, 0, RESERVED.length());
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
