package io.headroom.server.tree;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.error.StorageException;
import java.util.Iterator;
import java.util.stream.Stream;

/** Sums a tree up before it is copied. Thread-safe. */
final class TreeSum {
    private final Storage storage;

    TreeSum(Storage storage) {
        this.storage = storage;
    }

    /** @param top a file or a collection; nothing when it is missing */
    TreeSize of(ResourcePath top) {
        Resource resource = storage.find(top).orElse(null);
        if (resource instanceof FileResource file) {
            return new TreeSize(file.size(), 1);
        }
        return resource instanceof CollectionResource ? members(top).plus(0, 1) : TreeSize.NONE;
    }

    private TreeSize members(ResourcePath collection) {
        long bytes = 0;
        long entries = 0;
        try (Stream<Resource> members = storage.list(collection)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                Resource member = each.next();
                entries++;
                if (member instanceof FileResource file) {
                    bytes += file.size();
                } else if (member instanceof CollectionResource) {
                    TreeSize below = membersIfReadable(member.path());
                    bytes += below.bytes();
                    entries += below.entries();
                }
            }
        }
        return new TreeSize(bytes, entries);
    }

    private TreeSize membersIfReadable(ResourcePath collection) {
        try {
            return members(collection);
        } catch (StorageException e) {
            // The copy will meet the same failure and name the member.
            return TreeSize.NONE;
        }
    }
}
