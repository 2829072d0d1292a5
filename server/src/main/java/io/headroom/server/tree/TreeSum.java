package io.headroom.server.tree;

import io.headroom.spi.FileResource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.path.ResourcePath;

/** Sums a tree up before it is copied. Thread-safe. */
final class TreeSum {
    private final TreeWalk walk;

    TreeSum(Storage storage) {
        this.walk = new TreeWalk(storage);
    }

    /** @param top a file or a collection; nothing when it is missing */
    TreeSize of(ResourcePath top) {
        long[] bytes = new long[1];
        long[] entries = new long[1];
        walk.forEach(top, member -> {
            entries[0]++;
            if (member instanceof FileResource file) {
                bytes[0] += file.size();
            }
        });
        return new TreeSize(bytes[0], entries[0]);
    }
}
