package io.headroom.spi.testkit;

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
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A complete storage in memory with a fixed size. Thread-safe. It keeps everything until the garbage collector takes it, so
 * {@link #close()} has nothing to do and a test may look at the content afterwards.
 */
public final class MemoryStorage implements Storage {
    private static final Limits LIMITS = new Limits(Integer.MAX_VALUE - 8, 255, 4096);

    private final MemoryTree tree;
    private final MemoryRoom room;

    /**
     * @param limitBytes how many bytes of content fit, uploads on their way included; names and collections cost nothing
     * @param clock gives the times of modification
     */
    public MemoryStorage(long limitBytes, Clock clock) {
        this.room = new MemoryRoom(limitBytes, clock);
        this.tree = new MemoryTree(room, clock);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.CONDITIONAL_CREATE,
                Capability.CONDITIONAL_REPLACE,
                Capability.ATOMIC_FILE_MOVE,
                Capability.ATOMIC_TREE_MOVE,
                Capability.STAGED_TREE,
                Capability.SERVER_SIDE_COPY,
                Capability.MEASURED_CAPACITY,
                Capability.EXACT_TIME_AT_COMMIT,
                Capability.KEEPS_MODIFICATION_TIME,
                Capability.KEEPS_CONTENT_TYPE);
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return tree.locked(() -> Optional.ofNullable(tree.node(path)).map(node -> node.at(path)));
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return tree.locked(() -> {
            List<Resource> members = new ArrayList<>();
            tree.collection(collection)
                    .members
                    .forEach((name, member) -> members.add(member.at(collection.child(name))));
            return members.stream();
        });
    }

    @Override
    public OpenFile open(ResourcePath file) {
        return new MemoryOpenFile(file, tree.locked(() -> tree.file(file)));
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        tree.locked(() -> {
            tree.checkFileTarget(target);
            return target;
        });
        request.expectedBytes().ifPresent(bytes -> {
            if (bytes > LIMITS.largestFile()) {
                throw new TooLargeException(target, LIMITS.largestFile());
            }
            room.check(bytes, target);
        });
        return new MemoryPendingWrite(tree, room, target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        return tree.locked(() -> tree.createCollection(path));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return tree.locked(() -> {
            MemoryNode.File file = tree.file(source);
            tree.checkFileTarget(target);
            tree.check(onTarget, target);
            room.take(file.bytes(), target);
            MemoryNode.File copy = tree.newVersion(file.content(), file.lastModified(), file.contentType());
            tree.put(target, copy);
            return copy.at(target);
        });
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        tree.locked(() -> {
            tree.move(source, target, onTarget);
            return target;
        });
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        tree.locked(() -> {
            tree.checkParent(target);
            return target;
        });
        return new MemoryPendingTree(tree, room, target);
    }

    @Override
    public void delete(ResourcePath path) {
        tree.locked(() -> {
            tree.delete(path);
            return path;
        });
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        tree.locked(() -> {
            MemoryNode node = tree.node(path);
            if (node == null) {
                throw new NotFoundException(path);
            }
            if (node instanceof MemoryNode.Collection collection) {
                collection.lastModified = time;
            } else if (node instanceof MemoryNode.File file) {
                tree.replace(path, file.withLastModified(time));
            } else {
                throw new WrongKindException(path);
            }
            return path;
        });
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return room.capacity();
    }

    @Override
    public void close() {}
}
