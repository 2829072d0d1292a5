package io.headroom.spi.testkit;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.EntityTag;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The nodes of a {@link MemoryStorage}. Every method but {@link #locked} and {@link #newVersion} needs the lock. */
final class MemoryTree {
    private static final int LONGEST_NAME = 255;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong versions = new AtomicLong();
    private final MemoryRoom room;
    private final Clock clock;
    private final MemoryNode.Collection root;

    MemoryTree(MemoryRoom room, Clock clock) {
        this.room = room;
        this.clock = clock;
        this.root = new MemoryNode.Collection(clock.instant());
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    MemoryNode.File newVersion(ByteBuffer content, Instant lastModified, Optional<String> contentType) {
        return new MemoryNode.File(
                content,
                EntityTag.strong("m" + versions.incrementAndGet()),
                lastModified,
                clock.instant(),
                contentType);
    }

    MemoryNode.Collection newCollection() {
        return new MemoryNode.Collection(clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    @Nullable
    MemoryNode node(ResourcePath path) {
        MemoryNode node = root;
        for (String name : path.segments()) {
            if (!(node instanceof MemoryNode.Collection collection)) {
                return null;
            }
            node = collection.members.get(name);
        }
        return node;
    }

    MemoryNode.Collection collection(ResourcePath path) {
        MemoryNode node = node(path);
        if (node == null) {
            throw new NotFoundException(path);
        }
        if (node instanceof MemoryNode.Collection collection) {
            return collection;
        }
        throw new WrongKindException(path);
    }

    MemoryNode.File file(ResourcePath path) {
        MemoryNode node = node(path);
        if (node == null) {
            throw new NotFoundException(path);
        }
        if (node instanceof MemoryNode.File file) {
            return file;
        }
        throw new WrongKindException(path);
    }

    /** The collection that holds a new resource. */
    MemoryNode.Collection checkParent(ResourcePath target) {
        if (target.isRoot()) {
            throw new AccessDeniedException(target);
        }
        if (target.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new NameRejectedException(target, NameRejectedException.Reason.TOO_LONG);
        }
        if (node(target.parent()) instanceof MemoryNode.Collection parent) {
            return parent;
        }
        throw new ParentMissingException(target);
    }

    void checkFileTarget(ResourcePath target) {
        if (target.isRoot()) {
            throw new WrongKindException(target);
        }
        if (checkParent(target).members.get(target.name()) instanceof MemoryNode.Collection) {
            throw new WrongKindException(target);
        }
    }

    void check(Precondition precondition, ResourcePath target) {
        if (!precondition.holds(Optional.ofNullable(node(target)).map(node -> node.at(target)))) {
            throw new PreconditionFailedException(target);
        }
    }

    CollectionResource createCollection(ResourcePath path) {
        if (node(path) != null) {
            throw new AlreadyExistsException(path);
        }
        checkParent(path);
        MemoryNode.Collection collection = newCollection();
        put(path, collection);
        return collection.at(path);
    }

    /** Puts a node whose bytes are taken already; those of an old one are given back. */
    void put(ResourcePath path, MemoryNode node) {
        MemoryNode.Collection parent = checkParent(path);
        MemoryNode old = parent.members.put(path.name(), node);
        parent.lastModified = clock.instant();
        if (old != null) {
            room.give(old.bytes());
        }
    }

    /** Swaps in a node of the same bytes. */
    void replace(ResourcePath path, MemoryNode node) {
        checkParent(path).members.put(path.name(), node);
    }

    void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        MemoryNode node = node(source);
        if (node == null) {
            throw new NotFoundException(source);
        }
        checkParent(target);
        check(onTarget, target);
        if (source.equals(target)) {
            return;
        }
        if (source.startsWith(target) || target.startsWith(source)) {
            throw new UnsupportedException(target, "move into itself");
        }
        MemoryNode.Collection from = checkParent(source);
        from.members.remove(source.name());
        from.lastModified = clock.instant();
        put(target, node);
    }

    void delete(ResourcePath path) {
        MemoryNode node = node(path);
        if (node == null) {
            throw new NotFoundException(path);
        }
        MemoryNode.Collection parent = checkParent(path);
        if (node instanceof MemoryNode.Collection collection && !collection.members.isEmpty()) {
            throw new NotEmptyException(path);
        }
        parent.members.remove(path.name());
        parent.lastModified = clock.instant();
        room.give(node.bytes());
    }
}
