package io.headroom.server.upkeep;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up trees that may lie in each other, each folder listed once, as the ledger counts them. For one thread. */
final class TreeSizes {
    private static final class Sum {
        private long bytes;
        private long entries;
    }

    private final Storage storage;
    private final Map<ResourcePath, Sum> sums = new HashMap<>();

    TreeSizes(Storage storage) {
        this.storage = storage;
    }

    /**
     * @return one size for each root; nothing in what is missing
     * @throws io.headroom.spi.error.StorageException when a folder can't be listed: half a sum is none
     */
    Map<ResourcePath, TreeSize> of(Collection<ResourcePath> roots) {
        roots.forEach(root -> sums.put(root, new Sum()));
        for (ResourcePath root : List.copyOf(sums.keySet())) {
            if (!isInside(root)) {
                walk(root);
            }
        }
        Map<ResourcePath, TreeSize> sizes = new HashMap<>();
        sums.forEach((root, sum) -> sizes.put(root, new TreeSize(sum.bytes, sum.entries)));
        return sizes;
    }

    private boolean isInside(ResourcePath root) {
        for (ResourcePath at = root; !at.isRoot(); ) {
            at = at.parent();
            if (sums.containsKey(at)) {
                return true;
            }
        }
        return false;
    }

    private void walk(ResourcePath top) {
        Resource found = storage.find(top).orElse(null);
        Sum own = sums.get(top);
        if (found instanceof FileResource file && own != null) {
            own.bytes += file.size();
        }
        if (!(found instanceof CollectionResource)) {
            return;
        }
        Deque<ResourcePath> folders = new ArrayDeque<>();
        folders.push(top);
        while (!folders.isEmpty()) {
            list(folders.pop(), folders);
        }
    }

    private void list(ResourcePath folder, Deque<ResourcePath> folders) {
        List<Sum> concerned = concerned(folder);
        try (Stream<Resource> members = storage.list(folder)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                Resource member = each.next();
                long bytes = member instanceof FileResource file ? file.size() : 0;
                for (Sum sum : concerned) {
                    sum.bytes += bytes;
                    sum.entries++;
                }
                @Nullable Sum own = member instanceof FileResource ? sums.get(member.path()) : null;
                if (own != null) {
                    own.bytes += bytes;
                }
                if (member instanceof CollectionResource) {
                    folders.push(member.path());
                }
            }
        } catch (NotFoundException e) {
            // Nobody works here, but other programs may: it is empty now.
            return;
        }
    }

    private List<Sum> concerned(ResourcePath folder) {
        List<Sum> concerned = new ArrayList<>();
        for (ResourcePath at = folder; ; at = at.parent()) {
            Sum sum = sums.get(at);
            if (sum != null) {
                concerned.add(sum);
            }
            if (at.isRoot()) {
                return concerned;
            }
        }
    }
}
