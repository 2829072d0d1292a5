package io.headroom.fs;

import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Listings that were read a moment ago: desktops ask for the same folder several times in a row, and a look at each member is
 * what a listing costs. Thread-safe.
 *
 * <p>A listing is given again only while its directory has the same identity and time of modification, which every adding,
 * removing, renaming and replacing changes, whoever does it. What that doesn't show is a file that another program writes in
 * place: such a change may be seen late by the time that a listing is kept. What this server does is always seen at once.
 */
final class RecentListings {
    /** File systems round times to the tick of the kernel: a directory that changed this recently may change again unseen. */
    private static final long TICK_MILLIS = 50;

    private static final int LARGEST_LISTING = 10_000;
    private static final int STEP = 250;
    private static final int MOST_MEMBERS = 40_000;

    /** Which state of which directory. */
    private record Version(@Nullable Object key, FileTime modified) {
        static Version of(BasicFileAttributes directory) {
            return new Version(directory.fileKey(), directory.lastModifiedTime());
        }
    }

    private record Listing(Version version, long readAt, List<Resource> members) {}

    private final Clock clock;
    private final long keptMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ResourcePath, Listing> listings = new LinkedHashMap<>();
    private final Map<ResourcePath, Recorder> recorders = new HashMap<>();
    private int members;
    private int recorded;
    private long forgotten;

    /** @param kept how long a listing is given again; zero for never */
    RecentListings(Clock clock, Duration kept) {
        this.clock = clock;
        this.keptMillis = kept.toMillis();
    }

    /** Where a listing comes from when it isn't kept. */
    interface Reader {
        Stream<Resource> read() throws IOException;
    }

    /**
     * @param directory as it is now
     * @return members; the caller closes it
     */
    Stream<Resource> list(ResourcePath collection, BasicFileAttributes directory, Reader reader) throws IOException {
        if (keptMillis == 0) {
            return reader.read();
        }
        long now = clock.millis();
        Version version = Version.of(directory);
        List<Resource> known = find(collection, version, now);
        if (known != null) {
            return known.stream();
        }
        if (directory.lastModifiedTime().toMillis() + TICK_MILLIS > now) {
            return reader.read();
        }
        return recording(collection, version, now, reader.read());
    }

    private @Nullable List<Resource> find(ResourcePath collection, Version version, long now) {
        lock.lock();
        try {
            Listing listing = listings.get(collection);
            if (listing == null) {
                return null;
            }
            if (now - listing.readAt() < keptMillis && listing.version().equals(version)) {
                return listing.members();
            }
            remove(collection);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Stream<Resource> recording(ResourcePath collection, Version version, long now, Stream<Resource> stream) {
        Recorder recorder;
        lock.lock();
        try {
            Recorder other = recorders.get(collection);
            // One whose client is slow is not waited for.
            if (other != null && now - other.readAt < keptMillis) {
                return stream;
            }
            if (other != null) {
                giveUp(other);
            }
            recorder = new Recorder(collection, version, now, forgotten, stream.iterator());
            recorders.put(collection, recorder);
        } finally {
            lock.unlock();
        }
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(recorder, Spliterator.DISTINCT | Spliterator.NONNULL),
                        false)
                .onClose(() -> {
                    end(recorder);
                    stream.close();
                });
    }

    /** Whether some more members may be gathered. */
    private boolean take(Recorder recorder) {
        lock.lock();
        try {
            if (recorder.ended) {
                return false;
            }
            if (recorder.taken >= LARGEST_LISTING || recorded + STEP > MOST_MEMBERS) {
                giveUp(recorder);
                return false;
            }
            recorder.taken += STEP;
            recorded += STEP;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end(Recorder recorder) {
        lock.lock();
        try {
            giveUp(recorder);
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Recorder recorder) {
        recorder.ended = true;
        recorded -= recorder.taken;
        recorder.taken = 0;
        recorders.remove(recorder.collection, recorder);
    }

    private void keep(Recorder recorder, Listing listing) {
        lock.lock();
        try {
            if (recorder.ended || forgotten != recorder.forgottenBefore) {
                return;
            }
            giveUp(recorder);
            remove(recorder.collection);
            Iterator<Map.Entry<ResourcePath, Listing>> oldest =
                    listings.entrySet().iterator();
            while (members + listing.members().size() > MOST_MEMBERS && oldest.hasNext()) {
                members -= oldest.next().getValue().members().size();
                oldest.remove();
            }
            listings.put(recorder.collection, listing);
            members += listing.members().size();
        } finally {
            lock.unlock();
        }
    }

    private void remove(ResourcePath collection) {
        Listing removed = listings.remove(collection);
        if (removed != null) {
            members -= removed.members().size();
        }
    }

    /** To be called after a change that no directory's time shows. */
    void forgetAll() {
        lock.lock();
        try {
            forgotten++;
            listings.clear();
            members = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Passes the members on, and keeps them when all have come and they are few enough. For one thread, but for what says otherwise. */
    private final class Recorder implements Iterator<Resource> {
        private final ResourcePath collection;
        private final Version version;
        private final long readAt;
        private final long forgottenBefore;
        private final Iterator<Resource> entries;
        private List<Resource> seen = new ArrayList<>();
        private boolean records = true;

        /** How many may be gathered. Under the lock. */
        private int taken;

        /** Under the lock. */
        private boolean ended;

        Recorder(
                ResourcePath collection,
                Version version,
                long readAt,
                long forgottenBefore,
                Iterator<Resource> entries) {
            this.collection = collection;
            this.version = version;
            this.readAt = readAt;
            this.forgottenBefore = forgottenBefore;
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            if (entries.hasNext()) {
                return true;
            }
            if (records) {
                keep(this, new Listing(version, readAt, seen));
                records = false;
            }
            return false;
        }

        @Override
        public Resource next() {
            Resource entry = entries.next();
            if (records) {
                if (seen.size() % STEP > 0 || take(this)) {
                    seen.add(entry);
                } else {
                    records = false;
                    seen = List.of();
                }
            }
            return entry;
        }
    }
}
