package io.headroom.spi.path;

import java.util.List;

/**
 * Where a resource lives: decoded, validated names below the root of a storage. Immutable and thread-safe.
 *
 * <p>No name is empty, {@code "."} or {@code ".."}, and none holds a slash, a NUL or half a surrogate pair; so a path
 * can't climb out of its root by itself. How long a name may be is the backend's affair.
 */
public final class ResourcePath implements Comparable<ResourcePath> {
    /** The root of a storage. */
    public static final ResourcePath ROOT = new ResourcePath("");

    /** Empty for the root, else {@code /a/b}: never a slash at the end. */
    private final String text;

    private ResourcePath(String text) {
        this.text = text;
    }

    /**
     * @param segments decoded names from the root downwards; none gives the root
     * @throws IllegalArgumentException for a name that no storage may see
     */
    public static ResourcePath of(List<String> segments) {
        ResourcePath path = ROOT;
        for (String segment : segments) {
            path = path.child(segment);
        }
        return path;
    }

    /**
     * The path that {@link #toString()} wrote.
     *
     * @param text {@code /} or {@code /a/b}, decoded
     * @throws IllegalArgumentException when the text doesn't start with a slash or holds a bad name
     */
    public static ResourcePath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash");
        }
        if (text.length() == 1) {
            return ROOT;
        }
        return of(List.of(text.substring(1).split("/", -1)));
    }

    /**
     * @param name one decoded name
     * @throws IllegalArgumentException for a name that no storage may see
     */
    public ResourcePath child(String name) {
        checkName(name);
        return new ResourcePath(text + '/' + name);
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a name must not be empty, '.' or '..'");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\0') {
                throw new IllegalArgumentException("a name must not hold a slash or a NUL");
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == name.length()
                        || !Character.isLowSurrogate(name.charAt(i + 1))) {
                    throw new IllegalArgumentException("a name must be valid Unicode");
                }
                i++;
            }
        }
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The last name; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /**
     * The collection that holds this resource.
     *
     * @throws IllegalStateException for the root
     */
    public ResourcePath parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        int slash = text.lastIndexOf('/');
        return slash == 0 ? ROOT : new ResourcePath(text.substring(0, slash));
    }

    /** The names from the root downwards; empty for the root. */
    public List<String> segments() {
        return isRoot() ? List.of() : List.of(text.substring(1).split("/", -1));
    }

    /** How many names lead here; 0 for the root. */
    public int depth() {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '/') {
                depth++;
            }
        }
        return depth;
    }

    /** Whether this is the other path or lies anywhere below it. */
    public boolean startsWith(ResourcePath ancestor) {
        return text.startsWith(ancestor.text)
                && (text.length() == ancestor.text.length() || text.charAt(ancestor.text.length()) == '/');
    }

    /**
     * The same place below another collection.
     *
     * @param from a path that this one {@linkplain #startsWith starts with}
     * @param to what stands in its place
     * @throws IllegalArgumentException when this doesn't lie below {@code from}
     */
    public ResourcePath rebase(ResourcePath from, ResourcePath to) {
        if (!startsWith(from)) {
            throw new IllegalArgumentException(this + " is not below " + from);
        }
        return new ResourcePath(to.text + text.substring(from.text.length()));
    }

    /** By code units, so that a collection comes before its members. */
    @Override
    public int compareTo(ResourcePath other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourcePath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@code /} for the root, else {@code /a/b}, decoded. */
    @Override
    public String toString() {
        return isRoot() ? "/" : text;
    }
}
