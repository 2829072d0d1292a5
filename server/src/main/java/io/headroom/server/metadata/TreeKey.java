package io.headroom.server.metadata;

import io.headroom.spi.path.ResourcePath;

/**
 * How a path is written in the table: the collection with a slash at its end, and the name inside it. So all that lies below
 * {@code /a} is the range from {@code /a/} up to, not including, {@code /a0}: the zero follows the slash.
 *
 * @param parent empty for the root, {@code /} for its members, else {@code /a/}
 * @param name empty for the root
 */
record TreeKey(String parent, String name) {
    static TreeKey of(ResourcePath path) {
        return path.isRoot() ? new TreeKey("", "") : new TreeKey(from(path.parent()), path.name());
    }

    ResourcePath path() {
        return ResourcePath.parse(name.isEmpty() ? "/" : parent + name);
    }

    /** What all members of a collection, direct ones and others, have at the start of their parent. */
    static String from(ResourcePath collection) {
        return collection.isRoot() ? "/" : collection + "/";
    }

    /** The first parent behind all members of a collection. */
    static String to(ResourcePath collection) {
        return collection.isRoot() ? "0" : collection + "0";
    }

    /** How many characters, as SQL counts them, {@link #from} has. */
    static int length(ResourcePath collection) {
        String from = from(collection);
        return from.codePointCount(0, from.length());
    }
}
