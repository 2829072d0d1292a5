package io.headroom.server.capacity;

import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Finds the largest folders by walking the tree, and remembers the answer for a while. Thread-safe; one walk at a time. */
final class FolderSizes {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST_KEPT = 16;

    private record Counted(Instant when, List<Rooms.Folder> folders) {}

    private final Storage storage;
    private final TreeWalk walk;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ResourcePath, Counted> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourcePath, Counted> eldest) {
            return size() > MOST_KEPT;
        }
    };

    FolderSizes(Storage storage, Clock clock) {
        this.storage = storage;
        this.walk = new TreeWalk(storage);
        this.clock = clock;
    }

    List<Rooms.Folder> largest(ResourcePath collection, int most) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Counted counted = known.get(collection);
            if (counted == null || counted.when().plus(KEPT).isBefore(now)) {
                known.remove(collection);
                counted = new Counted(now, count(collection));
                known.put(collection, counted);
            }
            return counted.folders().stream().limit(most).toList();
        } finally {
            lock.unlock();
        }
    }

    private List<Rooms.Folder> count(ResourcePath collection) {
        List<Rooms.Folder> folders = new ArrayList<>();
        try (Stream<Resource> members = storage.list(collection)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                if (each.next() instanceof CollectionResource folder) {
                    folders.add(count(folder));
                }
            }
        }
        folders.sort(Comparator.comparingLong(Rooms.Folder::bytes).reversed());
        return folders;
    }

    private Rooms.Folder count(CollectionResource folder) {
        long[] bytes = new long[1];
        // The folder itself is visited too, and is no entry of its own.
        long[] entries = {-1};
        walk.forEach(folder.path(), member -> {
            entries[0]++;
            bytes[0] += member instanceof FileResource file ? file.size() : 0;
        });
        return new Rooms.Folder(folder.path(), bytes[0], Math.max(0, entries[0]));
    }
}
