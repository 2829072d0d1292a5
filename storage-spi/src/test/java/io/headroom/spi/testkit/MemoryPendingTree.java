package io.headroom.spi.testkit;

import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/** A tree in memory that nobody sees yet; its bytes take room as they come. */
final class MemoryPendingTree implements PendingTree {
    private final MemoryTree tree;
    private final MemoryRoom room;
    private final ResourcePath target;
    private @Nullable MemoryNode top;
    private boolean open = true;

    MemoryPendingTree(MemoryTree tree, MemoryRoom room, ResourcePath target) {
        this.tree = tree;
        this.room = room;
        this.target = target;
    }

    @Override
    public void createCollection(ResourcePath path) {
        checkOpen();
        add(path, tree.newCollection());
    }

    @Override
    public void copyFile(ResourcePath source, ResourcePath path) {
        checkOpen();
        MemoryNode.File file = tree.locked(() -> tree.file(source));
        room.take(file.bytes(), path);
        try {
            add(path, tree.newVersion(file.content(), file.lastModified(), file.contentType()));
        } catch (AlreadyExistsException | ParentMissingException e) {
            room.give(file.bytes());
            throw e;
        }
    }

    private void add(ResourcePath path, MemoryNode node) {
        if (path.equals(target)) {
            if (top != null) {
                throw new AlreadyExistsException(path);
            }
            top = node;
            return;
        }
        MemoryNode parent = top;
        for (String name : path.parent().rebase(target, ResourcePath.ROOT).segments()) {
            parent = parent instanceof MemoryNode.Collection collection ? collection.members.get(name) : null;
        }
        if (!(parent instanceof MemoryNode.Collection collection)) {
            throw new ParentMissingException(path);
        }
        if (collection.members.putIfAbsent(path.name(), node) != null) {
            throw new AlreadyExistsException(path);
        }
    }

    @Override
    public void commit(Precondition onTarget) {
        checkOpen();
        MemoryNode built = top;
        if (built == null) {
            throw new IllegalStateException("the tree " + target + " has no top");
        }
        try {
            tree.locked(() -> {
                tree.checkParent(target);
                tree.check(onTarget, target);
                tree.put(target, built);
                open = false;
                return target;
            });
        } finally {
            close();
        }
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException("the tree " + target + " is over");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            MemoryNode built = top;
            if (built != null) {
                room.give(built.bytes());
            }
        }
    }
}
