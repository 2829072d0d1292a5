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
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several storages as one tree: each has all paths below its place, but for the places of others. Thread-safe.
 *
 * <p>A place, and each collection on the way to it, always is a collection, and hides what the storage around it has under that
 * name. Such a collection is made in the storage around it when something is first put into it, so nothing has to be there, or be
 * written, when a server starts. None can be removed, moved or replaced.
 *
 * <p>Inside one storage everything is done as that storage does it. From one to another files are copied and nothing is renamed:
 * {@link #move} and {@link #moveTree} refuse with an {@link UnsupportedException}, and whoever wants to move copies, and removes
 * the source when the copy stands.
 */
public final class MountedStorage implements Storage {
    private static final Set<Capability> INSIDE_ONE_ONLY = EnumSet.of(
            Capability.ATOMIC_FILE_MOVE,
            Capability.ATOMIC_TREE_MOVE,
            Capability.STAGED_TREE,
            Capability.WHOLE_TREES,
            Capability.SERVER_SIDE_COPY);

    /** @param incoming what the paths begin with that no client sees */
    private record Part(ResourcePath top, Storage storage, String incoming) {
        Part(ResourcePath top, Storage storage) {
            this(top, storage, Incoming.prefix(top));
        }

        boolean hides(ResourcePath path) {
            return path.toString().startsWith(incoming);
        }
    }

    /** The innermost places first. */
    private final List<Part> parts;

    private final Set<ResourcePath> tops;
    private final Map<ResourcePath, ResourcePath> rooms;

    /** The places and all collections on the way to them, but for the root. */
    private final Set<ResourcePath> fixed;

    private final Map<ResourcePath, Set<ResourcePath>> fixedMembers = new HashMap<>();
    private final Set<Capability> shared;
    private final Incoming incoming;

    /**
     * @param main has all that no other one has
     * @param mounts by their places, never the root; each takes and gives paths below its place. All stay open as long as this is
     *     used; closed with this, but for the main one
     * @param sameRoom of those that share the room of another one: whose; that one has its own
     */
    public MountedStorage(
            Storage main, Map<ResourcePath, Storage> mounts, Map<ResourcePath, ResourcePath> sameRoom, Clock clock) {
        List<Part> all = new ArrayList<>();
        mounts.forEach((top, storage) -> all.add(new Part(top, storage)));
        all.add(new Part(ResourcePath.ROOT, main));
        all.sort(Comparator.comparingInt((Part part) -> part.top().depth()).reversed());
        this.parts = List.copyOf(all);
        this.tops = parts.stream().map(Part::top).collect(Collectors.toUnmodifiableSet());
        this.rooms = tops.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), top -> sameRoom.getOrDefault(top, top)));
        this.fixed = new HashSet<>();
        for (ResourcePath top : mounts.keySet()) {
            for (ResourcePath path = top; !path.isRoot(); path = path.parent()) {
                fixed.add(path);
                fixedMembers
                        .computeIfAbsent(path.parent(), any -> new TreeSet<>())
                        .add(path);
            }
        }
        EnumSet<Capability> everywhere = EnumSet.allOf(Capability.class);
        parts.forEach(part -> everywhere.retainAll(part.storage().capabilities()));
        everywhere.removeAll(INSIDE_ONE_ONLY);
        this.shared = Set.copyOf(everywhere);
        this.incoming = new Incoming(clock);
        sweep(main, ResourcePath.ROOT, clock);
    }

    /** Drops what a crash left of a copy long ago; to be done when a storage is opened. */
    public static void sweep(Storage storage, ResourcePath top, Clock clock) {
        if (!storage.capabilities().contains(Capability.READ_ONLY)) {
            new Incoming(clock).sweep(storage, top);
        }
    }

    private Part part(ResourcePath path) {
        for (Part part : parts) {
            if (path.startsWith(part.top())) {
                return part;
            }
        }
        throw new IllegalStateException("the root holds everything");
    }

    private Storage reading(ResourcePath path) {
        Part part = part(path);
        if (part.hides(path)) {
            throw new NotFoundException(path);
        }
        return part.storage();
    }

    private Storage writing(ResourcePath path) {
        Part part = part(path);
        if (part.hides(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
        return part.storage();
    }

    /** Whether something has to stay where it is: then its name, or that of a member, is fixed. */
    private void requireFree(ResourcePath tree) {
        if (fixed.contains(tree)) {
            throw new AccessDeniedException(tree);
        }
    }

    /** Whether a tree is all in one storage. */
    private boolean isOnePart(ResourcePath tree) {
        return !fixedMembers.containsKey(tree);
    }

    private boolean isInsideOne(ResourcePath from, ResourcePath to) {
        return part(from).equals(part(to)) && isOnePart(from) && isOnePart(to);
    }

    @Override
    public Set<Capability> capabilities() {
        return shared;
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        Storage storage = part(to).storage();
        EnumSet<Capability> here = EnumSet.noneOf(Capability.class);
        here.addAll(storage.capabilities(to, to));
        if (!isInsideOne(from, to)) {
            here.removeAll(INSIDE_ONE_ONLY);
        }
        return here;
    }

    @Override
    public Map<ResourcePath, ResourcePath> volumes() {
        return rooms;
    }

    /** The widest; each storage knows its own. */
    @Override
    public Limits limits() {
        Limits widest = new Limits(0, 0, 0);
        for (Part part : parts) {
            Limits limits = part.storage().limits();
            widest = new Limits(
                    Math.max(widest.largestFile(), limits.largestFile()),
                    Math.max(widest.longestName(), limits.longestName()),
                    Math.max(widest.longestPath(), limits.longestPath()));
        }
        return widest;
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        Part part = part(path);
        if (part.hides(path)) {
            return Optional.empty();
        }
        Optional<Resource> found = part.storage().find(path);
        return fixed.contains(path) && !(found.orElse(null) instanceof CollectionResource)
                ? Optional.of(bare(path))
                : found;
    }

    private static Resource bare(ResourcePath collection) {
        return new CollectionResource(collection, Optional.empty(), Optional.empty());
    }

    /** Also one that is away is in the listing of the collection around it. */
    private Resource fixedMember(ResourcePath path) {
        try {
            return find(path).orElseGet(() -> bare(path));
        } catch (StorageException e) {
            return bare(path);
        }
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        Part part = part(collection);
        Set<ResourcePath> own = fixedMembers.getOrDefault(collection, Set.of());
        Stream<Resource> members = membersOf(collection);
        if (collection.equals(part.top())) {
            members = members.filter(member -> !part.hides(member.path()));
        }
        return own.isEmpty()
                ? members
                : Stream.concat(
                        own.stream().map(this::fixedMember), members.filter(member -> !own.contains(member.path())));
    }

    private Stream<Resource> membersOf(ResourcePath collection) {
        try {
            return reading(collection).list(collection);
        } catch (NotFoundException | WrongKindException e) {
            if (fixed.contains(collection) && !tops.contains(collection)) {
                return Stream.empty();
            }
            throw e;
        }
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        Storage storage = reading(collection);
        Part part = part(collection);
        if (isOnePart(collection)) {
            return collection.equals(part.top())
                    ? storage.listTree(collection).filter(member -> !part.hides(member.path()))
                    : storage.listTree(collection);
        }
        // Those that stand between the storages come first, so that each collection is before what is in it.
        List<ResourcePath> between = fixed.stream()
                .filter(path -> isBelow(path, collection) && part(path.parent()).equals(part))
                .sorted()
                .toList();
        Set<ResourcePath> apart = Set.copyOf(between);
        List<ResourcePath> mounted = between.stream().filter(tops::contains).toList();
        Stream<Resource> own = treeOf(collection)
                .filter(member -> !apart.contains(member.path())
                        && !part.hides(member.path())
                        && mounted.stream().noneMatch(member.path()::startsWith));
        return Stream.concat(
                Stream.concat(between.stream().map(this::fixedMember), own),
                mounted.stream().flatMap(this::treeIfThere));
    }

    private static boolean isBelow(ResourcePath path, ResourcePath collection) {
        return path.startsWith(collection) && !path.equals(collection);
    }

    private Stream<Resource> treeOf(ResourcePath collection) {
        try {
            return part(collection).storage().listTree(collection);
        } catch (NotFoundException | WrongKindException e) {
            if (fixed.contains(collection) && !tops.contains(collection)) {
                return Stream.empty();
            }
            throw e;
        }
    }

    /** One that can't be listed is in the tree without its members, as any collection. */
    private Stream<Resource> treeIfThere(ResourcePath top) {
        try {
            return listTree(top);
        } catch (StorageException e) {
            return Stream.empty();
        }
    }

    @Override
    public OpenFile open(ResourcePath file) {
        if (fixed.contains(file)) {
            throw new WrongKindException(file);
        }
        return reading(file).open(file);
    }

    /** A collection on the way to a mount, which everybody sees, is made in the storage around it when something comes into it. */
    private void makeParents(ResourcePath target) {
        if (target.isRoot() || !fixed.contains(target.parent())) {
            return;
        }
        Part part = part(target);
        for (ResourcePath path : new TreeSet<>(fixed)) {
            if (isBelow(target, path) && isBelow(path, part.top())) {
                makeUnlessThere(part.storage(), path);
            }
        }
    }

    private static void makeUnlessThere(Storage storage, ResourcePath path) {
        try {
            storage.createCollection(path);
        } catch (AlreadyExistsException e) {
            // As it should be.
            return;
        }
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        if (fixed.contains(target)) {
            throw new WrongKindException(target);
        }
        Storage storage = writing(target);
        makeParents(target);
        return storage.beginWrite(target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        if (fixed.contains(path)) {
            throw new AlreadyExistsException(path);
        }
        Storage storage = writing(path);
        makeParents(path);
        return storage.createCollection(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (fixed.contains(source) || fixed.contains(target)) {
            throw new WrongKindException(fixed.contains(source) ? source : target);
        }
        Storage from = reading(source);
        Storage to = writing(target);
        makeParents(target);
        return from == to
                ? to.copyFile(source, target, onTarget)
                : new TreeTransfer(this, to, incoming).copyFile(source, target, onTarget);
    }

    private Storage renaming(ResourcePath source, ResourcePath target) {
        requireFree(source);
        requireFree(target);
        Storage from = reading(source);
        Storage to = writing(target);
        if (from != to) {
            throw new UnsupportedException(target, "a move to another storage");
        }
        makeParents(target);
        return to;
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        renaming(source, target).move(source, target, onTarget);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        renaming(source, target).moveTree(source, target, onTarget, listener);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        requireFree(target);
        Storage storage = writing(target);
        makeParents(target);
        return storage.beginTree(target, expected);
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        requireFree(target);
        Storage from = reading(source);
        Storage to = writing(target);
        makeParents(target);
        if (from == to && (!members || isOnePart(source))) {
            to.copyTree(source, target, members, onTarget, listener);
            return;
        }
        if (source.startsWith(target) || target.startsWith(source)) {
            throw new UnsupportedException(target, "a copy into itself");
        }
        new TreeTransfer(this, to, incoming).copyTree(part(target).top(), source, target, members, onTarget, listener);
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        requireFree(collection);
        reading(collection).deleteTree(collection, listener);
    }

    @Override
    public void requireSettled(ResourcePath path) {
        part(path).storage().requireSettled(path);
        for (Part part : parts) {
            if (isBelow(part.top(), path)) {
                part.storage().requireSettled(part.top());
            }
        }
    }

    @Override
    public void delete(ResourcePath path) {
        requireFree(path);
        reading(path).delete(path);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        reading(path).setLastModified(path, time);
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return part(scope).storage().capacity(scope);
    }

    @Override
    public void close() {
        for (Part part : parts) {
            if (!part.top().isRoot()) {
                part.storage().close();
            }
        }
    }
}
