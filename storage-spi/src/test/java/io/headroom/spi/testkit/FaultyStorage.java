package io.headroom.spi.testkit;

import io.headroom.spi.ByteRange;
import io.headroom.spi.Capacity;
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
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Fails where a test wants it to, and only there; between the faults the storage below does its work. A call that fails
 * doesn't reach the storage below. Thread-safe.
 */
public final class FaultyStorage extends ForwardingStorage {
    /** Where it can fail. */
    public enum Point {
        FIND,
        LIST,
        LIST_TREE,
        OPEN,
        READ,
        BEGIN_WRITE,
        APPEND,
        PREPARE,
        COMMIT,
        CREATE_COLLECTION,
        COPY_FILE,
        MOVE,
        MOVE_TREE,
        COPY_TREE,
        BEGIN_TREE,
        TREE_CREATE_COLLECTION,
        TREE_COPY_FILE,
        TREE_COMMIT,
        DELETE,
        DELETE_TREE,
        SET_LAST_MODIFIED,
        CAPACITY
    }

    private static final long ALWAYS = Long.MIN_VALUE;

    private record Fault(
            Point point,
            Predicate<ResourcePath> where,
            AtomicLong passes,
            Function<ResourcePath, StorageException> failure) {}

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile Function<ResourcePath, ? extends StorageException> byteFailure = path -> {
        throw new IllegalStateException("no failure was set");
    };

    public FaultyStorage(Storage delegate) {
        super(delegate);
    }

    /**
     * Fails one call.
     *
     * @param nth which call from now on, from 1
     * @param failure makes the failure for the path of the call
     */
    public void failAt(Point point, long nth, Function<ResourcePath, StorageException> failure) {
        faults.add(new Fault(point, path -> true, new AtomicLong(nth), failure));
    }

    /** Fails every call about one path until {@link #heal()}. For a move or a copy that is the target's path. */
    public void failOn(Point point, ResourcePath path, Function<ResourcePath, StorageException> failure) {
        faults.add(new Fault(point, path::equals, new AtomicLong(ALWAYS), failure));
    }

    /** Fails every call until {@link #heal()}. */
    public void failAlways(Point point, Function<ResourcePath, StorageException> failure) {
        faults.add(new Fault(point, path -> true, new AtomicLong(ALWAYS), failure));
    }

    /**
     * Fails the appends after so many bytes, over all writes from now on, until {@link #heal()}.
     *
     * @param bytes how many bytes still get through
     */
    public void failAfterBytes(long bytes, Function<ResourcePath, StorageException> failure) {
        byteFailure = failure;
        bytesLeft.set(bytes);
    }

    /** Takes all faults away. */
    public void heal() {
        faults.clear();
        bytesLeft.set(Long.MAX_VALUE);
    }

    private void pass(Point point, ResourcePath path) {
        for (Fault fault : faults) {
            if (fault.point() == point && fault.where().test(path)) {
                if (fault.passes().get() == ALWAYS || fault.passes().decrementAndGet() == 0) {
                    throw fault.failure().apply(path);
                }
            }
        }
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        pass(Point.FIND, path);
        return super.find(path);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        pass(Point.LIST, collection);
        return super.list(collection);
    }

    /** Fails at a listing too: a collection below the top whose listing fails is there without its members. */
    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        pass(Point.LIST_TREE, collection);
        pass(Point.LIST, collection);
        List<ResourcePath> closed = new ArrayList<>();
        return super.listTree(collection).filter(member -> {
            if (closed.stream().anyMatch(member.path()::startsWith)) {
                return false;
            }
            if (member instanceof CollectionResource && fails(Point.LIST, member.path())) {
                closed.add(member.path());
            }
            return true;
        });
    }

    private boolean fails(Point point, ResourcePath path) {
        try {
            pass(point, path);
            return false;
        } catch (StorageException e) {
            return true;
        }
    }

    @Override
    public OpenFile open(ResourcePath file) {
        pass(Point.OPEN, file);
        return new FaultyOpenFile(super.open(file));
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        pass(Point.BEGIN_WRITE, target);
        return new FaultyWrite(super.beginWrite(target, request), target);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        pass(Point.CREATE_COLLECTION, path);
        return super.createCollection(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        pass(Point.COPY_FILE, target);
        return super.copyFile(source, target, onTarget);
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        pass(Point.MOVE, target);
        super.move(source, target, onTarget);
    }

    /** Fails at a move too: that is what a backend with atomic moves makes of it. */
    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        pass(Point.MOVE_TREE, target);
        pass(Point.MOVE, target);
        super.moveTree(source, target, onTarget, listener);
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        pass(Point.COPY_TREE, target);
        super.copyTree(source, target, members, onTarget, listener);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        pass(Point.BEGIN_TREE, target);
        return new FaultyTree(super.beginTree(target, expected), target);
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        pass(Point.DELETE_TREE, collection);
        super.deleteTree(collection, listener);
    }

    @Override
    public void delete(ResourcePath path) {
        pass(Point.DELETE, path);
        super.delete(path);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        pass(Point.SET_LAST_MODIFIED, path);
        super.setLastModified(path, time);
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        pass(Point.CAPACITY, scope);
        return super.capacity(scope);
    }

    private final class FaultyOpenFile implements OpenFile {
        private final OpenFile file;

        FaultyOpenFile(OpenFile file) {
            this.file = file;
        }

        @Override
        public FileResource resource() {
            return file.resource();
        }

        @Override
        public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
            pass(Point.READ, file.resource().path());
            file.transferTo(range, target);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private final class FaultyWrite extends ForwardingWrite {
        private final ResourcePath target;

        FaultyWrite(PendingWrite write, ResourcePath target) {
            super(write);
            this.target = target;
        }

        @Override
        public void append(ByteBuffer bytes) {
            pass(Point.APPEND, target);
            if (bytesLeft.addAndGet(-bytes.remaining()) < 0) {
                throw byteFailure.apply(target);
            }
            super.append(bytes);
        }

        @Override
        public void prepare() {
            pass(Point.PREPARE, target);
            super.prepare();
        }

        @Override
        public FileResource commit() {
            pass(Point.COMMIT, target);
            return super.commit();
        }
    }

    private final class FaultyTree implements PendingTree {
        private final PendingTree tree;
        private final ResourcePath top;

        FaultyTree(PendingTree tree, ResourcePath top) {
            this.tree = tree;
            this.top = top;
        }

        @Override
        public void createCollection(ResourcePath target) {
            pass(Point.TREE_CREATE_COLLECTION, target);
            tree.createCollection(target);
        }

        @Override
        public void copyFile(ResourcePath source, ResourcePath target) {
            pass(Point.TREE_COPY_FILE, target);
            tree.copyFile(source, target);
        }

        @Override
        public void commit(Precondition onTarget) {
            pass(Point.TREE_COMMIT, top);
            tree.commit(onTarget);
        }

        @Override
        public void close() {
            tree.close();
        }
    }
}
