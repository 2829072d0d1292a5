package io.headroom.spi.testkit;

import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.ForwardingWrite;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A storage in memory that behaves as an object store does: nothing is renamed, trees are copied, moved and removed member by
 * member, and only the store says when a file was last modified; when it was made nobody knows. Each step is a call of the storage below, so a
 * {@link FaultyStorage} there makes a single member fail. Thread-safe.
 */
public final class MemoryObjectStorage extends ForwardingStorage {
    /** Where what is being replaced is kept until the new one stands; not shown, and refused to everyone. */
    static final ResourcePath ASIDE = ResourcePath.parse("/.headroom-aside");

    private static final Set<Capability> TAKEN_AWAY = EnumSet.of(
            Capability.ATOMIC_FILE_MOVE,
            Capability.ATOMIC_TREE_MOVE,
            Capability.STAGED_TREE,
            Capability.KEEPS_MODIFICATION_TIME);

    private final MemberwiseTrees trees;
    private final ReentrantLock treeLock = new ReentrantLock();

    /**
     * @param limitBytes how many bytes of content fit, what is kept aside for the moment included
     * @param clock gives the times of modification
     */
    public MemoryObjectStorage(long limitBytes, Clock clock) {
        this(new MemoryStorage(limitBytes, clock));
    }

    /** @param memory renames whole trees; closed with this */
    public MemoryObjectStorage(Storage memory) {
        super(memory);
        this.trees = new MemberwiseTrees(memory, ASIDE);
    }

    /** What is kept aside now; empty when no tree is under way. */
    List<String> leftovers() {
        if (delegate().find(ASIDE).isEmpty()) {
            return List.of();
        }
        try (Stream<Resource> aside = delegate().list(ASIDE)) {
            return aside.map(member -> member.path().toString()).toList();
        }
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.copyOf(super.capabilities());
        capabilities.removeAll(TAKEN_AWAY);
        capabilities.add(Capability.WHOLE_TREES);
        return capabilities;
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        return capabilities();
    }

    private static Resource shown(Resource resource) {
        if (resource instanceof FileResource file) {
            return shown(file);
        }
        return resource instanceof CollectionResource collection
                ? new CollectionResource(collection.path(), collection.lastModified(), Optional.empty())
                : resource;
    }

    private static FileResource shown(FileResource file) {
        return new FileResource(
                file.path(), file.size(), file.entityTag(), file.lastModified(), Optional.empty(), file.contentType());
    }

    private record ShownMembers(TreeListener listener) implements TreeListener {
        @Override
        public void done(Resource member) {
            listener.done(shown(member));
        }

        @Override
        public void failed(ResourcePath member, boolean collection, StorageException cause) {
            listener.failed(member, collection, cause);
        }
    }

    private record ObjectFile(OpenFile file) implements OpenFile {
        @Override
        public FileResource resource() {
            return shown(file.resource());
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

    private static final class ObjectWrite extends ForwardingWrite {
        ObjectWrite(PendingWrite write) {
            super(write);
        }

        @Override
        public FileResource commit() {
            return shown(super.commit());
        }
    }

    private static boolean isHidden(ResourcePath path) {
        return path.startsWith(ASIDE);
    }

    private static void requireShown(ResourcePath path) {
        if (isHidden(path)) {
            throw new NotFoundException(path);
        }
    }

    private static void requireAllowed(ResourcePath path) {
        if (isHidden(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return isHidden(path) ? Optional.empty() : super.find(path).map(MemoryObjectStorage::shown);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        requireShown(collection);
        return super.list(collection).filter(member -> !isHidden(member.path())).map(MemoryObjectStorage::shown);
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        requireShown(collection);
        return super.listTree(collection)
                .filter(member -> !isHidden(member.path()))
                .map(MemoryObjectStorage::shown);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        requireShown(file);
        return new ObjectFile(super.open(file));
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        requireAllowed(target);
        WriteRequest withoutTime = new WriteRequest(
                request.expectedBytes(), request.contentType(), Optional.empty(), request.precondition());
        return new ObjectWrite(super.beginWrite(target, withoutTime));
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        requireAllowed(path);
        return new CollectionResource(path, super.createCollection(path).lastModified(), Optional.empty());
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        requireShown(source);
        requireAllowed(target);
        return alone(() -> copied(source, target, onTarget));
    }

    private FileResource copied(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return shown(MemberwiseTrees.asModifiedNow(delegate(), super.copyFile(source, target, onTarget)));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        requireShown(source);
        requireAllowed(target);
        alone(() -> {
            moveFile(source, target, onTarget);
            return target;
        });
    }

    private void moveFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (delegate().find(source).orElseThrow(() -> new NotFoundException(source)) instanceof CollectionResource
                || delegate().find(target).orElse(null) instanceof CollectionResource) {
            throw new UnsupportedException(target, "a move of a collection");
        }
        if (source.equals(target)) {
            return;
        }
        copied(source, target, onTarget);
        delegate().delete(source);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        throw new UnsupportedException(target, "a staged tree");
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        requireShown(source);
        requireAllowed(target);
        alone(() -> {
            trees.move(source, target, onTarget, new ShownMembers(listener));
            return target;
        });
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        requireShown(source);
        requireAllowed(target);
        alone(() -> {
            trees.copy(source, target, members, onTarget, new ShownMembers(listener));
            return target;
        });
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        requireShown(collection);
        alone(() -> {
            trees.delete(collection(collection), new ShownMembers(listener));
            return collection;
        });
    }

    private Resource collection(ResourcePath collection) {
        if (collection.isRoot()) {
            throw new AccessDeniedException(collection);
        }
        Resource top = delegate().find(collection).orElseThrow(() -> new NotFoundException(collection));
        if (!(top instanceof CollectionResource)) {
            throw new WrongKindException(collection);
        }
        return top;
    }

    /** Copies, moves and removals of trees take turns. */
    private <T> T alone(Supplier<T> work) {
        treeLock.lock();
        try {
            return work.get();
        } finally {
            treeLock.unlock();
        }
    }

    @Override
    public void delete(ResourcePath path) {
        requireShown(path);
        super.delete(path);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        throw new UnsupportedException(path, "a time of modification");
    }
}
