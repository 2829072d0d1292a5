package io.headroom.server.mount;

import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Limits;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.TreeSize;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A storage seen at another place than its own root, while it is there. All paths, those of failures too, are the outside's; what
 * is asked while it is away is refused with an {@link UnavailableException}. What isn't found is looked for again in a way: when
 * the storage's top is gone too, it is away. Thread-safe.
 */
public final class AttachedStorage implements Storage {
    /** Larger than any; the storage itself knows better, once it is there. */
    private static final Limits NONE_KNOWN = new Limits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final Attachment attachment;
    private final ResourcePath place;
    private final ResourcePath within;
    private final Set<Capability> always;
    private final OuterFailures failures;

    /**
     * @param attachment closed with this
     * @param always what it can do in any case, also before it was ever there
     */
    public AttachedStorage(Attachment attachment, Set<Capability> always) {
        this(attachment, ResourcePath.ROOT, always);
    }

    /** @param within which collection of the storage is seen there */
    AttachedStorage(Attachment attachment, ResourcePath within, Set<Capability> always) {
        this.attachment = attachment;
        this.place = attachment.place();
        this.within = within;
        this.always = Set.copyOf(always);
        this.failures = new OuterFailures(this::outer);
    }

    private ResourcePath inner(ResourcePath path) {
        return path.rebase(place, within);
    }

    private ResourcePath outer(ResourcePath path) {
        return path.startsWith(within) ? path.rebase(within, place) : place;
    }

    private Resource outer(Resource resource) {
        if (resource instanceof FileResource file) {
            return outerFile(file);
        }
        if (resource instanceof CollectionResource collection) {
            return outerCollection(collection);
        }
        return new UnreadableResource(
                outer(resource.path()), resource instanceof UnreadableResource unreadable && unreadable.denied());
    }

    private FileResource outerFile(FileResource file) {
        return new FileResource(
                outer(file.path()),
                file.size(),
                file.entityTag(),
                file.lastModified(),
                file.created(),
                file.contentType());
    }

    private CollectionResource outerCollection(CollectionResource collection) {
        return new CollectionResource(outer(collection.path()), collection.lastModified(), collection.created());
    }

    private <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageException e) {
            throw failures.of(e);
        }
    }

    /** Has the storage do something, if it is there. */
    private <T> T asked(Function<Storage, T> work) {
        return told(() -> {
            Storage storage = attachment.storage();
            try {
                return work.apply(storage);
            } catch (StorageException e) {
                switch (e.kind()) {
                    case NOT_FOUND, PARENT_MISSING -> attachment.requireTop(storage);
                    case ALREADY_EXISTS,
                            WRONG_KIND,
                            NOT_EMPTY,
                            NAME_REJECTED,
                            PRECONDITION_FAILED,
                            ACCESS_DENIED,
                            TOO_LARGE,
                            INSUFFICIENT_STORAGE,
                            UNSUPPORTED,
                            UNAVAILABLE,
                            OUTCOME_UNKNOWN,
                            UNEXPECTED -> {
                        // Says enough by itself.
                    }
                }
                throw e;
            }
        });
    }

    private void done(Consumer<Storage> work) {
        asked(storage -> {
            work.accept(storage);
            return place;
        });
    }

    @Override
    public Set<Capability> capabilities() {
        return always;
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        Storage storage = attachment.storageIfThere();
        if (storage == null) {
            return always;
        }
        EnumSet<Capability> now = EnumSet.noneOf(Capability.class);
        now.addAll(storage.capabilities(inner(from), inner(to)));
        return now;
    }

    @Override
    public Map<ResourcePath, ResourcePath> volumes() {
        return Map.of(place, place);
    }

    @Override
    public Limits limits() {
        Storage storage = attachment.storageIfThere();
        return storage == null ? NONE_KNOWN : storage.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return asked(storage -> {
                    Optional<Resource> found = storage.find(inner(path));
                    if (found.isEmpty()) {
                        attachment.requireTop(storage);
                    }
                    return found;
                })
                .map(this::outer);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return outerMembers(asked(storage -> storage.list(inner(collection))));
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return outerMembers(asked(storage -> storage.listTree(inner(collection))));
    }

    /** Also what fails on the way has the outside's paths. */
    private Stream<Resource> outerMembers(Stream<Resource> members) {
        Iterator<Resource> inner = members.iterator();
        Iterator<Resource> outer = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return told(inner::hasNext);
            }

            @Override
            public Resource next() {
                return outer(told(inner::next));
            }
        };
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(outer, Spliterator.NONNULL | Spliterator.DISTINCT), false)
                .onClose(members::close);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        return new OuterFile(asked(storage -> storage.open(inner(file))));
    }

    private final class OuterFile implements OpenFile {
        private final OpenFile file;

        OuterFile(OpenFile file) {
            this.file = file;
        }

        @Override
        public FileResource resource() {
            return outerFile(file.resource());
        }

        @Override
        public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
            try {
                file.transferTo(range, target);
            } catch (StorageException e) {
                throw failures.of(e);
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        return new OuterWrite(asked(storage -> storage.beginWrite(inner(target), request)));
    }

    private final class OuterWrite implements PendingWrite {
        private final PendingWrite write;

        OuterWrite(PendingWrite write) {
            this.write = write;
        }

        @Override
        public void append(ByteBuffer bytes) {
            told(() -> {
                write.append(bytes);
                return place;
            });
        }

        @Override
        public long bytesWritten() {
            return write.bytesWritten();
        }

        @Override
        public void prepare() {
            told(() -> {
                write.prepare();
                return place;
            });
        }

        @Override
        public FileResource commit() {
            return outerFile(told(write::commit));
        }

        @Override
        public void close() {
            write.close();
        }
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        return outerCollection(asked(storage -> storage.createCollection(inner(path))));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return outerFile(asked(storage -> storage.copyFile(inner(source), inner(target), onTarget)));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        done(storage -> storage.move(inner(source), inner(target), onTarget));
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        return new OuterTree(asked(storage -> storage.beginTree(inner(target), expected)));
    }

    private final class OuterTree implements PendingTree {
        private final PendingTree tree;

        OuterTree(PendingTree tree) {
            this.tree = tree;
        }

        @Override
        public void createCollection(ResourcePath target) {
            told(() -> {
                tree.createCollection(inner(target));
                return place;
            });
        }

        @Override
        public void copyFile(ResourcePath source, ResourcePath target) {
            told(() -> {
                tree.copyFile(inner(source), inner(target));
                return place;
            });
        }

        @Override
        public void commit(Precondition onTarget) {
            told(() -> {
                tree.commit(onTarget);
                return place;
            });
        }

        @Override
        public void close() {
            tree.close();
        }
    }

    private final class OuterListener implements TreeListener {
        private final TreeListener listener;

        OuterListener(TreeListener listener) {
            this.listener = listener;
        }

        @Override
        public void done(Resource member) {
            listener.done(outer(member));
        }

        @Override
        public void failed(ResourcePath member, boolean collection, StorageException cause) {
            listener.failed(outer(member), collection, failures.of(cause));
        }
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        done(storage -> storage.moveTree(inner(source), inner(target), onTarget, new OuterListener(listener)));
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        done(storage -> storage.copyTree(inner(source), inner(target), members, onTarget, new OuterListener(listener)));
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        done(storage -> storage.deleteTree(inner(collection), new OuterListener(listener)));
    }

    @Override
    public void requireSettled(ResourcePath path) {
        done(storage -> storage.requireSettled(inner(path)));
    }

    @Override
    public void delete(ResourcePath path) {
        done(storage -> storage.delete(inner(path)));
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        done(storage -> storage.setLastModified(inner(path), time));
    }

    /** Of one that is away nobody can tell. */
    @Override
    public Capacity capacity(ResourcePath scope) {
        try {
            return asked(storage -> storage.capacity(inner(scope)));
        } catch (StorageException e) {
            return new Capacity.Unknown("it is away: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        attachment.close();
    }
}
