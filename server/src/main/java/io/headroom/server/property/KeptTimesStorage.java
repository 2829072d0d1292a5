package io.headroom.server.property;

import io.headroom.server.property.ModificationTimes.Kept;
import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.WrongKindException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layer that remembers the times of modification that clients set, over a storage that keeps none. A time holds for one
 * version of a file: what somebody else wrote shows its own. Collections show the storage's times. Thread-safe.
 *
 * <p>A file comes before its time: a crash in between, or a full database, leaves the file with the storage's own time, which is
 * never a reason to refuse the file. Only {@link #setLastModified} fails for lack of room.
 */
public final class KeptTimesStorage extends ForwardingStorage {
    private static final Logger LOG = LoggerFactory.getLogger(KeptTimesStorage.class);

    private final ModificationTimes times;

    /**
     * @param storage owned from here on
     * @param times stay open as long as this is used; not closed by it
     */
    public KeptTimesStorage(Storage storage, ModificationTimes times) {
        super(storage);
        this.times = times;
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.copyOf(super.capabilities());
        capabilities.add(Capability.KEEPS_MODIFICATION_TIME);
        return capabilities;
    }

    private static FileResource withTime(FileResource file, Instant time) {
        return new FileResource(
                file.path(), file.size(), file.entityTag(), time, file.created(), file.contentType());
    }

    private FileResource merged(FileResource file) {
        return times.find(file.path())
                .filter(kept -> kept.isOf(file))
                .map(kept -> withTime(file, kept.time()))
                .orElse(file);
    }

    private Resource merged(Resource resource) {
        return resource instanceof FileResource file ? merged(file) : resource;
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return super.find(path).map(this::merged);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        Stream<Resource> members = super.list(collection);
        if (times.isEmpty()) {
            return members;
        }
        try {
            Map<String, Kept> kept = times.findMembers(collection);
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
        Stream<Resource> members = super.listTree(collection);
        if (times.isEmpty()) {
            return members;
        }
        try {
            Map<ResourcePath, Kept> kept = times.findTree(collection);
            return kept.isEmpty() ? members : members.map(member -> merged(member, kept.get(member.path())));
        } catch (StorageException e) {
            members.close();
            throw e;
        }
    }

    private static Resource merged(Resource member, @Nullable Kept kept) {
        return kept != null && member instanceof FileResource file && kept.isOf(file)
                ? withTime(file, kept.time())
                : member;
    }

    @Override
    public OpenFile open(ResourcePath path) {
        OpenFile file = super.open(path);
        if (times.isEmpty()) {
            return file;
        }
        try {
            FileResource merged = merged(file.resource());
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
        times.put(path, new Kept(file.entityTag(), time.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        Optional<Kept> kept = keptNow(source);
        FileResource copy = super.copyFile(source, target, onTarget);
        if (kept.isEmpty()) {
            forget(target);
            return copy;
        }
        return remember(copy, kept.get().time());
    }

    /** What holds for the version that stands there now. */
    private Optional<Kept> keptNow(ResourcePath path) {
        return times.find(path)
                .filter(kept -> super.find(path).orElse(null) instanceof FileResource file && kept.isOf(file));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        Optional<Kept> kept = keptNow(source);
        super.move(source, target, onTarget);
        if (source.equals(target)) {
            return;
        }
        Map<ResourcePath, Kept> moved = new HashMap<>();
        if (kept.isPresent() && super.find(target).orElse(null) instanceof FileResource file) {
            moved.put(target, new Kept(file.entityTag(), kept.get().time()));
        }
        if (kept.isPresent() || times.find(target).isPresent()) {
            replace(List.of(source, target), moved);
        }
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        if (source.equals(target)) {
            super.moveTree(source, target, onTarget, listener);
            return;
        }
        Map<ResourcePath, Instant> old = timesOfTree(source);
        TimedTree tree = new TimedTree(listener, source, target, old);
        super.moveTree(source, target, onTarget, tree);
        if (!old.isEmpty() || !times.findTree(target).isEmpty()) {
            tree.keepFailed(times.findTree(source));
            tree.keepFailed(times.findTree(target));
            replace(List.of(source, target), tree.kept());
        }
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        Map<ResourcePath, Instant> old = timesOfTree(source);
        TimedTree tree = new TimedTree(listener, source, target, old);
        super.copyTree(source, target, members, onTarget, tree);
        if (!old.isEmpty() || !times.findTree(target).isEmpty()) {
            tree.keepFailed(times.findTree(target));
            replace(List.of(target), tree.kept());
        }
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        TimedTree tree = new TimedTree(listener, collection, collection, Map.of());
        super.deleteTree(collection, tree);
        Map<ResourcePath, Kept> old = times.findTree(collection);
        if (!old.isEmpty()) {
            tree.keepFailed(old);
            replace(List.of(collection), tree.kept());
        }
    }

    /** The times that hold for the versions that stand in a tree now. Nothing is listed where no time is kept. */
    private Map<ResourcePath, Instant> timesOfTree(ResourcePath top) {
        Map<ResourcePath, Kept> kept = times.findTree(top);
        Map<ResourcePath, Instant> holding = new HashMap<>();
        if (kept.isEmpty()) {
            return holding;
        }
        Resource resource = super.find(top).orElse(null);
        try (Stream<Resource> members = resource instanceof CollectionResource
                ? super.listTree(top)
                : Stream.ofNullable(resource)) {
            members.forEach(member -> {
                Kept time = kept.get(member.path());
                if (time != null && member instanceof FileResource file && time.isOf(file)) {
                    holding.put(file.path(), time.time());
                }
            });
        }
        return holding;
    }

    @Override
    public void delete(ResourcePath path) {
        super.delete(path);
        forget(path);
    }

    private void forget(ResourcePath file) {
        try {
            if (times.find(file).isPresent()) {
                times.replace(List.of(file), Map.of());
            }
        } catch (StorageException e) {
            notKept(file, e);
        }
    }

    private FileResource remember(FileResource file, Instant time) {
        Instant exact = time.truncatedTo(ChronoUnit.MILLIS);
        try {
            times.put(file.path(), new Kept(file.entityTag(), exact));
            return withTime(file, exact);
        } catch (StorageException e) {
            notKept(file.path(), e);
            return file;
        }
    }

    private void replace(List<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        try {
            times.replace(trees, kept);
        } catch (StorageException e) {
            notKept(trees.get(0), e);
        }
    }

    /** The files are where they should be, and so it is said. */
    private static void notKept(ResourcePath path, StorageException cause) {
        LOG.warn("The times of modification at {} could not be kept: {}", path, cause.getMessage());
    }

    /** Hears which versions came of those whose times are known. For one thread at a time. */
    private static final class TimedTree implements TreeListener {
        private final TreeListener listener;
        private final ResourcePath source;
        private final ResourcePath target;
        private final Map<ResourcePath, Instant> old;
        private final Map<ResourcePath, Kept> kept = new HashMap<>();
        private final List<ResourcePath> failed = new ArrayList<>();

        TimedTree(
                TreeListener listener, ResourcePath source, ResourcePath target, Map<ResourcePath, Instant> old) {
            this.listener = listener;
            this.source = source;
            this.target = target;
            this.old = old;
        }

        @Override
        public void done(Resource member) {
            if (!old.isEmpty() && member instanceof FileResource file) {
                Instant time = old.get(file.path().rebase(target, source));
                if (time != null) {
                    kept.put(file.path(), new Kept(file.entityTag(), time));
                    listener.done(withTime(file, time));
                    return;
                }
            }
            listener.done(member);
        }

        @Override
        public void failed(ResourcePath member, boolean collection, StorageException cause) {
            failed.add(member);
            listener.failed(member, collection, cause);
        }

        /** What could not go keeps its time. */
        void keepFailed(Map<ResourcePath, Kept> before) {
            before.forEach((path, time) -> {
                if (failed.stream().anyMatch(path::startsWith)) {
                    kept.putIfAbsent(path, time);
                }
            });
        }

        Map<ResourcePath, Kept> kept() {
            return kept;
        }
    }

    private static final class TimedFile implements OpenFile {
        private final OpenFile file;
        private final FileResource resource;

        TimedFile(OpenFile file, FileResource resource) {
            this.file = file;
            this.resource = resource;
        }

        @Override
        public FileResource resource() {
            return resource;
        }

        @Override
        public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
            file.transferTo(range, target);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private final class TimedWrite implements PendingWrite {
        private final PendingWrite write;
        private final WriteRequest request;

        TimedWrite(PendingWrite write, WriteRequest request) {
            this.write = write;
            this.request = request;
        }

        @Override
        public void append(ByteBuffer bytes) {
            write.append(bytes);
        }

        @Override
        public long bytesWritten() {
            return write.bytesWritten();
        }

        @Override
        public void prepare() {
            write.prepare();
        }

        @Override
        public FileResource commit() {
            FileResource file = write.commit();
            if (request.lastModified().isPresent()) {
                return remember(file, request.lastModified().get());
            }
            // The same bytes may have the same entity tag, and yet they are new.
            forget(file.path());
            return file;
        }

        @Override
        public void close() {
            write.close();
        }
    }
}
