package io.headroom.server.namespace;

import io.headroom.server.namespace.NodeExclusion.Wanted;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Hierarchical mutual exclusion by path. Who changes a resource holds it exclusively and all its ancestors shared; so changes
 * in different places go on side by side, while nobody changes anything below a tree that is being moved or removed. All paths
 * of an operation are taken at once and in path order, so two operations never wait for each other.
 *
 * <p>Where several servers change the same tree, the paths are taken from this server's own threads first and from the other
 * servers then. That may fail: all methods throw {@link UnavailableException} when others hold a path for too long, or when
 * nobody can be asked.
 *
 * <p>Thread-safe. Readers (GET, PROPFIND) don't take part: the storage shows them the old state or the new one.
 */
public final class TreeExclusion {
    private static final class Node {
        private final StampedLock lock = new StampedLock();
        /** How many operations hold or want this node; guarded by the map's own step for the key. */
        private int users;
    }

    /** What an operation holds; given back by whoever took it. */
    public static final class Held implements AutoCloseable {
        private record Part(ResourcePath path, Node node, long stamp) {}

        private final TreeExclusion owner;
        private final List<Part> parts;
        private NodeExclusion.@Nullable Claim claim;

        private Held(TreeExclusion owner, int size) {
            this.owner = owner;
            this.parts = new ArrayList<>(size);
        }

        /**
         * To be asked after long work, before what can't be taken back. Free while no other server can be in the way.
         *
         * @throws UnavailableException when other servers may be changing the same by now
         */
        public void requireStill() {
            if (claim != null) {
                claim.requireHeld();
            }
        }

        /**
         * Whether other servers change the same storage: then what was seen before this was taken may be out of date, in ways that
         * the storage doesn't hear of.
         */
        public boolean isSharedWithOthers() {
            return claim != null;
        }

        private List<Wanted> wanted() {
            return parts.stream()
                    .map(part -> new Wanted(part.path, StampedLock.isWriteLockStamp(part.stamp)))
                    .toList();
        }

        /** Gives everything back; may be called again. */
        @Override
        public void close() {
            if (claim != null) {
                claim.close();
                claim = null;
            }
            for (int i = parts.size() - 1; i >= 0; i--) {
                Part part = parts.get(i);
                part.node.lock.unlock(part.stamp);
                owner.release(part.path);
            }
            parts.clear();
        }
    }

    private final Map<ResourcePath, Node> nodes = new ConcurrentHashMap<>();
    private final @Nullable NodeExclusion others;
    private final Runnable learn;

    /** For a server that is alone. */
    public TreeExclusion() {
        this.others = null;
        this.learn = () -> {};
    }

    /**
     * For one of several servers.
     *
     * @param others keeps them away; not closed by this
     * @param learn called each time when they are kept away: brings up to date what this server knows of their doings
     */
    public TreeExclusion(NodeExclusion others, Runnable learn) {
        this.others = others;
        this.learn = learn;
    }

    /** Waits until nobody else changes this resource, anything below it, or a tree that holds it. */
    public Held exclusive(ResourcePath path) {
        int depth = path.depth();
        Held held = new Held(this, depth + 1);
        ResourcePath[] ancestors = new ResourcePath[depth];
        ResourcePath ancestor = path;
        for (int i = depth - 1; i >= 0; i--) {
            ancestor = ancestor.parent();
            ancestors[i] = ancestor;
        }
        for (ResourcePath each : ancestors) {
            take(held, each, false);
        }
        take(held, path, true);
        return fromOthers(held);
    }

    /** The same for several resources at once; none of them lies below another. */
    public Held exclusive(Collection<ResourcePath> paths) {
        Map<ResourcePath, Boolean> wanted = new TreeMap<>();
        paths.forEach(path -> addWithAncestors(wanted, path, true));
        return takeAll(wanted);
    }

    /**
     * For COPY and MOVE: the target exclusively, and the source.
     *
     * @param sourceExclusive whether the source goes away; else its members may still change, but it stays where it is
     */
    public Held exclusive(ResourcePath source, boolean sourceExclusive, ResourcePath target) {
        Map<ResourcePath, Boolean> wanted = new TreeMap<>();
        addWithAncestors(wanted, source, sourceExclusive);
        addWithAncestors(wanted, target, true);
        return takeAll(wanted);
    }

    private Held takeAll(Map<ResourcePath, Boolean> wanted) {
        Held held = new Held(this, wanted.size());
        wanted.forEach((path, exclusive) -> take(held, path, exclusive));
        return fromOthers(held);
    }

    private Held fromOthers(Held held) {
        if (others == null) {
            return held;
        }
        boolean complete = false;
        try {
            held.claim = others.take(held.wanted());
            learn.run();
            complete = true;
            return held;
        } finally {
            if (!complete) {
                held.close();
            }
        }
    }

    private static void addWithAncestors(Map<ResourcePath, Boolean> wanted, ResourcePath path, boolean exclusive) {
        wanted.merge(path, exclusive, Boolean::logicalOr);
        ResourcePath ancestor = path;
        while (!ancestor.isRoot()) {
            ancestor = ancestor.parent();
            wanted.putIfAbsent(ancestor, false);
        }
    }

    private void take(Held held, ResourcePath path, boolean exclusive) {
        Node node = nodes.compute(path, (key, known) -> {
            Node kept = known == null ? new Node() : known;
            kept.users++;
            return kept;
        });
        long stamp = exclusive ? node.lock.writeLock() : node.lock.readLock();
        held.parts.add(new Held.Part(path, node, stamp));
    }

    private void release(ResourcePath path) {
        nodes.computeIfPresent(path, (key, node) -> --node.users == 0 ? null : node);
    }

    /** How many paths are held at this moment. */
    public int size() {
        return nodes.size();
    }
}
