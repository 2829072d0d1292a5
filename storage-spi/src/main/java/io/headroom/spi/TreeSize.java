package io.headroom.spi;

/**
 * How much a tree holds.
 *
 * @param bytes of all its files together
 * @param entries how many files and collections, the top included
 */
public record TreeSize(long bytes, long entries) {
    /** Nothing at all. */
    public static final TreeSize NONE = new TreeSize(0, 0);

    public TreeSize {
        if (bytes < 0 || entries < 0) {
            throw new IllegalArgumentException("a tree has no negative size");
        }
    }

    public TreeSize plus(TreeSize other) {
        return new TreeSize(bytes + other.bytes, entries + other.entries);
    }

    public TreeSize plus(long moreBytes, long moreEntries) {
        return new TreeSize(bytes + moreBytes, entries + moreEntries);
    }
}
