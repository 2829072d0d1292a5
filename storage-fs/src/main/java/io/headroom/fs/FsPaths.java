package io.headroom.fs;

import io.headroom.fs.FsSettings.Links;
import io.headroom.spi.Limits;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From the names that clients use to places on the disk. Immutable and thread-safe.
 *
 * <p>A place is always a member of a <em>real</em> directory: one whose path was resolved for this very request, links and
 * all, and found inside the root. Between that look and the use of it somebody with an account on the machine could still
 * swap a directory for a link; java.nio offers nothing against that for a rename.
 */
final class FsPaths {
    private static final int LONGEST_NAME = 255;
    private static final int PATH_MAX = 4095;
    private static final int REPLACEMENT = 0xFFFD;

    private final Path root;
    private final String rootText;
    private final Links links;
    private final boolean windows;
    private final Limits limits;

    /** @param root a real directory */
    FsPaths(Path root, Links links) {
        this.root = root;
        this.rootText = root.getParent() == null ? "" : root.toString();
        this.links = links;
        this.windows = !root.getFileSystem().getSeparator().equals("/");
        this.limits = new Limits(Long.MAX_VALUE, LONGEST_NAME, PATH_MAX - utf8Length(rootText));
    }

    Path root() {
        return root;
    }

    Links links() {
        return links;
    }

    Limits limits() {
        return limits;
    }

    /** Whether a look-up may go on; else there is nothing, whatever is on the disk. */
    boolean isServed(ResourcePath path) {
        return !ReservedNames.anyReserved(path) && !isTooLong(path) && isPossible(path);
    }

    /** @throws NameRejectedException for a name that can't or may not be written */
    void checkWritable(ResourcePath path) {
        if (isTooLong(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.TOO_LONG);
        }
        if (ReservedNames.anyReserved(path) || !isPossible(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
    }

    private boolean isTooLong(ResourcePath path) {
        String text = path.toString();
        if (text.length() <= LONGEST_NAME / 3) {
            return false;
        }
        if (utf8Length(text) > limits.longestPath()) {
            return true;
        }
        for (String name : path.segments()) {
            if (utf8Length(name) > LONGEST_NAME) {
                return true;
            }
        }
        return false;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** On Windows a backslash would be one more separator, and a dot or space at the end would be dropped. */
    private boolean isPossible(ResourcePath path) {
        if (!windows) {
            return true;
        }
        for (String name : path.segments()) {
            char last = name.charAt(name.length() - 1);
            if (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || last == '.' || last == ' ') {
                return false;
            }
        }
        try {
            return Path.of(rootText + path).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The real directory (or file) behind the path of a collection.
     *
     * @param collection a path that {@link #isServed}
     * @return null when it is missing, or is not shown because a link on the way leads out of the root
     */
    @Nullable
    Path real(ResourcePath collection) throws IOException {
        if (collection.isRoot()) {
            return root;
        }
        Path asGiven = Path.of(rootText + collection);
        Path real;
        try {
            real = asGiven.toRealPath();
        } catch (IOException e) {
            if (FsFailures.isMissing(e)) {
                return null;
            }
            throw e;
        }
        if (real.equals(asGiven)) {
            return real;
        }
        if (links == Links.HIDE && !sameButForCase(real, asGiven)) {
            return null;
        }
        return isShown(real) ? real : null;
    }

    /** Some file systems fold case or normalise names; their real path then differs without any link. */
    private static boolean sameButForCase(Path one, Path other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(Path path) {
        return Normalizer.normalize(path.toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Whether a real path lies inside the root and outside what is kept back. */
    boolean isShown(Path real) {
        if (!real.startsWith(root)) {
            return false;
        }
        for (int i = root.getNameCount(); i < real.getNameCount(); i++) {
            if (ReservedNames.isReserved(real.getName(i).toString())) {
                return false;
            }
        }
        return true;
    }

    /**
     * The name of a directory entry.
     *
     * @return null when it isn't one that clients could ever send back: not valid in the system's encoding, or kept back
     */
    static @Nullable String servedName(Path entry) {
        Path last = entry.getFileName();
        if (last == null) {
            return null;
        }
        String name = last.toString();
        if (ReservedNames.isReserved(name)) {
            return null;
        }
        // Bytes that aren't UTF-8 are decoded to the replacement character, which encodes to other bytes.
        if (name.indexOf(REPLACEMENT) >= 0 && !Path.of(name).equals(last)) {
            return null;
        }
        return name;
    }
}
