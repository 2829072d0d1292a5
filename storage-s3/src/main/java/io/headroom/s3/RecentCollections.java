package io.headroom.s3;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of collections a moment ago, so that the same isn't asked of the store again and again. What this process changes is
 * known at once; what others do is seen late, by the time that something is kept. So this is for a process that is alone on the bucket,
 * but for other programs now and then. Thread-safe.
 */
final class RecentCollections {
    private static final int MOST_MEMBERS = 40_000;

    /** So many looks at members of one collection, and reading all of them is the cheaper way to go on. */
    private static final int LOOKS_FOR_A_PAGE = 3;

    private static final int LOOKS_FOR_MORE = 30;

    /**
     * What is known of a name.
     *
     * @param resource what stands there, if anything does
     * @param exact whether its time is the store's, and not only near to it
     */
    record Known(Optional<Resource> resource, boolean exact) {}

    /** The members of a collection at a time, and what this process changed since. */
    private static final class Listing {
        private final long readAt;
        private final Map<String, Resource> members;
        /** Empty: not known what stands there. */
        private final Map<String, Optional<Known>> changed;

        private Listing(long readAt, Map<String, Resource> members, Map<String, Optional<Known>> changed) {
            this.readAt = readAt;
            this.members = members;
            this.changed = changed;
        }

        private Optional<Known> find(String name) {
            Optional<Known> change = changed.get(name);
            return change != null ? change : Optional.of(new Known(Optional.ofNullable(members.get(name)), true));
        }
    }

    /** A listing that is being read: takes note of all members, and keeps them when it has come to the end. For one thread. */
    final class Recording {
        /** More members than this are not kept. */
        private static final int LARGEST = 10_000;

        private final ResourcePath collection;
        private final long readAt;
        private final Map<String, Optional<Known>> changed = new HashMap<>();
        private @Nullable Map<String, Resource> members = new LinkedHashMap<>();

        private Recording(ResourcePath collection, long readAt) {
            this.collection = collection;
            this.readAt = readAt;
        }

        void member(Resource member) {
            Map<String, Resource> taken = members;
            if (taken == null) {
                return;
            }
            if (taken.size() < LARGEST) {
                taken.put(member.path().name(), member);
            } else {
                end();
            }
        }

        /** All members have come. */
        void complete() {
            keep(this);
        }

        /** Takes note of nothing any more; may be called again. */
        void end() {
            members = null;
            ended(this);
        }
    }

    /** How many looks there were at members of a collection since a time. */
    private static final class Looks {
        private final long since;
        private int count;

        private Looks(long since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final long keptMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ResourcePath, Listing> listings = new LinkedHashMap<>();
    private final Map<ResourcePath, List<Recording>> recordings = new HashMap<>();
    private final Map<ResourcePath, Looks> looks = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourcePath, Looks> eldest) {
            return size() > 1000;
        }
    };
    private int members;

    /** @param kept how long something counts; zero for never */
    RecentCollections(Clock clock, Duration kept) {
        this.clock = clock;
        this.keptMillis = kept.toMillis();
    }

    boolean isOff() {
        return keptMillis == 0;
    }

    /** What stands at a path, if that is known. */
    Optional<Known> find(ResourcePath path) {
        if (isOff() || path.isRoot()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            if (fresh(path) != null) {
                return Optional.of(new Known(Optional.of(Members.collection(path)), true));
            }
            Listing listing = fresh(path.parent());
            return listing == null ? Optional.empty() : listing.find(path.name());
        } finally {
            lock.unlock();
        }
    }

    /** All members in the store's order, if they are known. */
    Optional<List<Resource>> members(ResourcePath collection) {
        if (isOff()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            Listing listing = fresh(collection);
            return listing == null || !listing.changed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(List.copyOf(listing.members.values()));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Listing fresh(ResourcePath collection) {
        Listing listing = listings.get(collection);
        if (listing == null) {
            return null;
        }
        if (clock.millis() - listing.readAt < keptMillis) {
            return listing;
        }
        remove(collection);
        return null;
    }

    private void remove(ResourcePath collection) {
        Listing removed = listings.remove(collection);
        if (removed != null) {
            members -= removed.members.size();
        }
    }

    /**
     * Counts a look at a member that the store had to be asked about.
     *
     * @return how many members are worth to be read now, so that the next looks are free; mostly none
     */
    int worthReading(ResourcePath collection) {
        if (isOff()) {
            return 0;
        }
        lock.lock();
        try {
            long now = clock.millis();
            Looks before = looks.get(collection);
            Looks counted = before != null && now - before.since < keptMillis ? before : new Looks(now);
            looks.put(collection, counted);
            counted.count++;
            return switch (counted.count) {
                case LOOKS_FOR_A_PAGE -> BucketReads.PAGE;
                case LOOKS_FOR_MORE -> Recording.LARGEST;
                default -> 0;
            };
        } finally {
            lock.unlock();
        }
    }

    /** To be called before a collection is read; the caller ends what it gets. */
    Recording record(ResourcePath collection) {
        Recording recording = new Recording(collection, clock.millis());
        lock.lock();
        try {
            recordings.computeIfAbsent(collection, none -> new ArrayList<>(1)).add(recording);
        } finally {
            lock.unlock();
        }
        return recording;
    }

    private void ended(Recording recording) {
        lock.lock();
        try {
            recordings.computeIfPresent(recording.collection, (collection, all) -> {
                all.remove(recording);
                return all.isEmpty() ? null : all;
            });
        } finally {
            lock.unlock();
        }
    }

    private void keep(Recording recording) {
        lock.lock();
        try {
            Map<String, Resource> read = recording.members;
            boolean wanted =
                    recordings.getOrDefault(recording.collection, List.of()).contains(recording);
            if (read == null || !wanted) {
                return;
            }
            recording.end();
            remove(recording.collection);
            Iterator<Listing> oldest = listings.values().iterator();
            while (members + read.size() > MOST_MEMBERS && oldest.hasNext()) {
                members -= oldest.next().members.size();
                oldest.remove();
            }
            listings.put(recording.collection, new Listing(recording.readAt, read, recording.changed));
            members += read.size();
        } finally {
            lock.unlock();
        }
    }

    /** This process wrote a file. */
    void written(FileResource file, boolean exact) {
        changed(file.path(), Optional.of(new Known(Optional.of(file), exact)));
    }

    /** This process made a collection. */
    void made(CollectionResource collection) {
        changed(collection.path(), Optional.of(new Known(Optional.of(collection), true)));
    }

    /** This process removed what was there. */
    void removed(ResourcePath path) {
        changed(path, Optional.of(new Known(Optional.empty(), true)));
    }

    /** This process tried to change what is there, and nobody knows what came of it. */
    void unknown(ResourcePath path) {
        changed(path, Optional.empty());
    }

    private void changed(ResourcePath path, Optional<Known> now) {
        if (isOff() || path.isRoot()) {
            return;
        }
        lock.lock();
        try {
            remove(path);
            // As it is no collection now, or a new one.
            recordings.remove(path);
            recordings.getOrDefault(path.parent(), List.of()).forEach(each -> each.changed.put(path.name(), now));
            Listing listing = listings.get(path.parent());
            if (listing != null) {
                listing.changed.put(path.name(), now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whole trees came or went. What is being read at the moment isn't kept either. */
    void forgetAll() {
        lock.lock();
        try {
            listings.clear();
            recordings.clear();
            members = 0;
        } finally {
            lock.unlock();
        }
    }
}
