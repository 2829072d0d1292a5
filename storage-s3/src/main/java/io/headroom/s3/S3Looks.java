package io.headroom.s3;

import io.headroom.s3.RecentCollections.Known;
import io.headroom.s3.RecentCollections.Recording;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks and listings as {@link S3Reader} gives them, but from memory where the same was seen a moment ago. For all that a late look can't
 * spoil: answers, and writes whose condition the store checks. Thread-safe.
 */
final class S3Looks {
    private final S3Reader reader;
    private final RecentCollections recent;

    S3Looks(S3Reader reader, RecentCollections recent) {
        this.reader = reader;
        this.recent = recent;
    }

    /** That asks the store each time. */
    static S3Looks always(S3Reader reader) {
        return new S3Looks(reader, new RecentCollections(Clock.systemUTC(), Duration.ZERO));
    }

    /** Whether nothing is kept. */
    boolean isExact() {
        return recent.isOff();
    }

    /** As {@link io.headroom.spi.Storage#find}. */
    Optional<Resource> find(ResourcePath path) {
        Optional<Known> known = known(path);
        return known.isPresent() && known.get().exact() ? known.get().resource() : reader.find(path);
    }

    /** The same, but of a file that was just written here the time may be a little later than the store's. */
    Optional<Resource> findRoughly(ResourcePath path) {
        Optional<Known> known = known(path);
        return known.isPresent() ? known.get().resource() : reader.find(path);
    }

    /** Whether a collection is there. */
    boolean isCollection(ResourcePath path) {
        Optional<Known> known = known(path);
        return known.isPresent()
                ? known.get().resource().orElse(null) instanceof CollectionResource
                : reader.isCollection(path);
    }

    /** Told of each file as it was opened: when that is news, another program wrote it. */
    void opened(FileResource file) {
        Optional<Known> known = recent.find(file.path());
        if (known.isPresent() && !isThat(known.get().resource(), file)) {
            recent.unknown(file.path());
        }
    }

    private static boolean isThat(Optional<Resource> known, FileResource file) {
        return known.orElse(null) instanceof FileResource old && old.entityTag().equals(file.entityTag());
    }

    private Optional<Known> known(ResourcePath path) {
        Optional<Known> known = recent.find(path);
        if (known.isPresent() || path.isRoot()) {
            return known;
        }
        int members = recent.worthReading(path.parent());
        if (members == 0) {
            return known;
        }
        read(path.parent(), members);
        return recent.find(path);
    }

    private void read(ResourcePath collection, int most) {
        Recording recording = recent.record(collection);
        try (Stream<Resource> members = reader.list(collection)) {
            Iterator<Resource> each = members.iterator();
            int count = 0;
            while (each.hasNext()) {
                if (count == most) {
                    return;
                }
                recording.member(each.next());
                count++;
            }
            recording.complete();
        } catch (NotFoundException | WrongKindException e) {
            // Then there is nothing to keep, and whoever looks finds out.
        } finally {
            recording.end();
        }
    }

    /** As {@link io.headroom.spi.Storage#list}. */
    Stream<Resource> list(ResourcePath collection) {
        if (recent.isOff()) {
            return reader.list(collection);
        }
        Optional<List<Resource>> known = recent.members(collection);
        if (known.isPresent()) {
            return known.get().stream();
        }
        Recording recording = recent.record(collection);
        boolean begun = false;
        try {
            Stream<Resource> members = reader.list(collection);
            Iterator<Resource> recorded = new RecordedMembers(members.iterator(), recording);
            Stream<Resource> stream = StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(recorded, Spliterator.NONNULL | Spliterator.DISTINCT),
                            false)
                    .onClose(recording::end)
                    .onClose(members::close);
            begun = true;
            return stream;
        } finally {
            if (!begun) {
                recording.end();
            }
        }
    }

    private record RecordedMembers(Iterator<Resource> members, Recording recording) implements Iterator<Resource> {
        @Override
        public boolean hasNext() {
            boolean more = members.hasNext();
            if (!more) {
                recording.complete();
            }
            return more;
        }

        @Override
        public Resource next() {
            Resource member = members.next();
            recording.member(member);
            return member;
        }
    }
}
