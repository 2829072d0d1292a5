package io.headroom.server.mount;

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
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A storage seen at another place than its own root, while it is there. All paths, those of failures too, are the outside's; what
 * is asked while it is away is refused with an {@link UnavailableException}. What isn't found is looked for again in a way: when
 * the storage's top is gone too, it is away. Thread-safe.
 */
public final class AttachedStorage implements Storage {
    /** Larger than any; the storage itself knows better, once it is there. */
    private static final Limits NONE_KNOWN = new Limits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final Attachment attachment;
    private final OuterView view;
    private final Set<Capability> always;

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
        this.view = new OuterView(attachment.place(), within);
        this.always = Set.copyOf(always);
    }

    /** Has the storage do something, if it is there. */
    private <T> T asked(Function<Storage, T> work) {
        return view.told(() -> {
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
            return true;
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
        now.addAll(storage.capabilities(view.inner(from), view.inner(to)));
        return now;
    }

    @Override
    public Map<ResourcePath, ResourcePath> volumes() {
        return Map.of(attachment.place(), attachment.place());
    }

    @Override
    public Limits limits() {
        Storage storage = attachment.storageIfThere();
        return storage == null ? NONE_KNOWN : storage.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return asked(storage -> {
                    Optional<Resource> found = storage.find(view.inner(path));
                    if (found.isEmpty()) {
                        attachment.requireTop(storage);
                    }
                    return found;
                })
                .map(view::outer);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return OuterMembers.of(asked(storage -> storage.list(view.inner(collection))), view);
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return OuterMembers.of(asked(storage -> storage.listTree(view.inner(collection))), view);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        return new OuterFile(asked(storage -> storage.open(view.inner(file))), view);
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        return new OuterWrite(asked(storage -> storage.beginWrite(view.inner(target), request)), view);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        return view.outerCollection(asked(storage -> storage.createCollection(view.inner(path))));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return view.outerFile(asked(storage -> storage.copyFile(view.inner(source), view.inner(target), onTarget)));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        done(storage -> storage.move(view.inner(source), view.inner(target), onTarget));
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        return new OuterTree(asked(storage -> storage.beginTree(view.inner(target), expected)), view);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        done(storage ->
                storage.moveTree(view.inner(source), view.inner(target), onTarget, new OuterListener(listener, view)));
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        done(storage -> storage.copyTree(
                view.inner(source), view.inner(target), members, onTarget, new OuterListener(listener, view)));
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        done(storage -> storage.deleteTree(view.inner(collection), new OuterListener(listener, view)));
    }

    @Override
    public void requireSettled(ResourcePath path) {
        done(storage -> storage.requireSettled(view.inner(path)));
    }

    @Override
    public void delete(ResourcePath path) {
        done(storage -> storage.delete(view.inner(path)));
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        done(storage -> storage.setLastModified(view.inner(path), time));
    }

    /** Of one that is away nobody can tell. */
    @Override
    public Capacity capacity(ResourcePath scope) {
        try {
            return asked(storage -> storage.capacity(view.inner(scope)));
        } catch (StorageException e) {
            return new Capacity.Unknown("it is away: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        attachment.close();
    }
}
