package io.headroom.server.property;

import io.headroom.server.property.ModificationTimes.Kept;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.ForwardingWrite;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layer that remembers the times of modification that clients set, over a storage that keeps none. A time holds for one
 * version of a file: what somebody else wrote shows its own. Copies and moves keep the time that the source showed, also where
 * that was the storage's own. Collections show the storage's times. Thread-safe.
 *
 * <p>A file comes before its time: a crash in between, or a full database, leaves the file with the storage's own time, which is
 * never a reason to refuse the file. Only {@link #setLastModified} fails for lack of room. While the database is away readers
 * see the storage's own times; copies and moves, which would lose them, are refused before anything changed.
 */
public final class KeptTimesStorage extends ForwardingStorage {
    private static final Logger LOG = LoggerFactory.getLogger(KeptTimesStorage.class);

    private final ModificationTimes times;
    private final FollowingTimes following;

    /**
     * @param storage owned from here on
     * @param times stay open as long as this is used; not closed by it
     */
    public KeptTimesStorage(Storage storage, ModificationTimes times) {
        super(storage);
        this.times = times;
        this.following = new FollowingTimes(times);
    }

    @Override
    public Set<Capability> capabilities() {
        return keepingTimes(super.capabilities());
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        return keepingTimes(super.capabilities(from, to));
    }

    private static Set<Capability> keepingTimes(Set<Capability> capabilities) {
        EnumSet<Capability> keeping = EnumSet.of(Capability.KEEPS_MODIFICATION_TIME);
        keeping.addAll(capabilities);
        return keeping;
    }

    private FileResource merged(FileResource file) {
        return times.find(file.path())
                .filter(kept -> kept.isOf(file))
                .map(kept -> kept.shownBy(file))
                .orElse(file);
    }

    private FileResource shown(FileResource file) {
        return unlessAway(() -> merged(file), file);
    }

    private static <T> T unlessAway(Supplier<T> look, T otherwise) {
        try {
            return look.get();
        } catch (UnavailableException e) {
            LOG.debug("The storage's own times are shown, because the database is away", e);
            return otherwise;
        }
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return super.find(path).map(resource -> resource instanceof FileResource file ? shown(file) : resource);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        Stream<Resource> members = super.list(collection);
        if (times.isEmpty()) {
            return members;
        }
        try {
            Map<String, Kept> kept = unlessAway(() -> times.findMembers(collection), Map.of());
            return kept.isEmpty()
                    ? members
                    : members.map(
                            member -> merged(member, kept.get(member.path().name())));
        } catch (StorageException e) {
            members.close();
            throw e;
        }
    }

    /** All times of the tree are looked up at once, and held until the stream is done. */
    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return listTree(collection, () -> unlessAway(() -> times.findTree(collection), Map.of()));
    }

    private Stream<Resource> listTree(ResourcePath collection, Supplier<Map<ResourcePath, Kept>> look) {
        Stream<Resource> members = super.listTree(collection);
        if (times.isEmpty()) {
            return members;
        }
        try {
            Map<ResourcePath, Kept> kept = look.get();
            return kept.isEmpty() ? members : members.map(member -> merged(member, kept.get(member.path())));
        } catch (StorageException e) {
            members.close();
            throw e;
        }
    }

    private static Resource merged(Resource member, @Nullable Kept kept) {
        return kept != null && member instanceof FileResource file && kept.isOf(file) ? kept.shownBy(file) : member;
    }

    @Override
    public OpenFile open(ResourcePath path) {
        OpenFile file = super.open(path);
        if (times.isEmpty()) {
            return file;
        }
        try {
            FileResource merged = shown(file.resource());
            return merged.equals(file.resource()) ? file : new TimedFile(file, merged);
        } catch (StorageException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        return new TimedWrite(super.beginWrite(target, request), request);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        Resource resource = super.find(path).orElseThrow(() -> new NotFoundException(path));
        if (!(resource instanceof FileResource file)) {
            throw new WrongKindException(path);
        }
        times.put(path, Kept.of(file, time));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        Optional<Instant> time = timeOf(source);
        FileResource copy = super.copyFile(source, target, onTarget);
        if (time.isPresent() && !time.get().equals(copy.lastModified())) {
            return following.remember(copy, time.get());
        }
        following.forget(target);
        return copy;
    }

    private Optional<Instant> timeOf(ResourcePath path) {
        return super.find(path).orElse(null) instanceof FileResource file
                ? Optional.of(merged(file).lastModified().truncatedTo(ChronoUnit.MILLIS))
                : Optional.empty();
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        Optional<Instant> time = timeOf(source);
        super.move(source, target, onTarget);
        if (source.equals(target)) {
            return;
        }
        Map<ResourcePath, Kept> moved = new HashMap<>();
        if (time.isPresent()
                && super.find(target).orElse(null) instanceof FileResource file
                && !time.get().equals(file.lastModified())) {
            moved.put(target, Kept.of(file, time.get()));
        }
        following.replace(List.of(source, target), moved);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        if (source.equals(target)) {
            super.moveTree(source, target, onTarget, listener);
            return;
        }
        TimedTree tree = new TimedTree(listener, source, target, timesOfTree(source));
        super.moveTree(source, target, onTarget, tree);
        keepFailed(tree, List.of(source, target));
        following.replace(List.of(source, target), tree.kept());
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        TimedTree tree = new TimedTree(listener, source, target, members ? timesOfTree(source) : Map.of());
        super.copyTree(source, target, members, onTarget, tree);
        keepFailed(tree, List.of(target));
        following.replace(List.of(target), tree.kept());
    }

    /** What could not go, at either end, keeps its time. */
    private void keepFailed(TimedTree tree, List<ResourcePath> tops) {
        if (tree.anyFailed()) {
            tops.forEach(top -> tree.keepFailed(times.findTree(top)));
        }
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        TimedTree tree = new TimedTree(listener, collection, collection, Map.of());
        super.deleteTree(collection, tree);
        keepFailed(tree, List.of(collection));
        following.replace(List.of(collection), tree.kept());
    }

    /** What the files of a tree show now: a copy shows the same. */
    private Map<ResourcePath, Instant> timesOfTree(ResourcePath top) {
        Map<ResourcePath, Instant> shown = new HashMap<>();
        Resource resource = super.find(top).orElse(null);
        try (Stream<Resource> members = resource instanceof CollectionResource
                ? listTree(top, () -> times.findTree(top))
                : Stream.ofNullable(resource instanceof FileResource file ? merged(file) : resource)) {
            members.forEach(member -> {
                if (member instanceof FileResource file) {
                    shown.put(file.path(), file.lastModified().truncatedTo(ChronoUnit.MILLIS));
                }
            });
        }
        return shown;
    }

    @Override
    public void delete(ResourcePath path) {
        super.delete(path);
        following.forget(path);
    }

    private final class TimedWrite extends ForwardingWrite {
        private final WriteRequest request;

        TimedWrite(PendingWrite write, WriteRequest request) {
            super(write);
            this.request = request;
        }

        @Override
        public FileResource commit() {
            FileResource file = super.commit();
            if (request.lastModified().isPresent()) {
                return following.remember(file, request.lastModified().get());
            }
            // The same bytes may have the same entity tag, and yet they are new.
            following.forget(file.path());
            return file;
        }
    }
}
